package dev.peerloom.plugin.bzz.hive;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.plugin.bzz.wire.BzzAddress;
import dev.peerloom.plugin.bzz.wire.Handshake;
import dev.peerloom.plugin.bzz.wire.Peers;
import dev.peerloom.plugin.bzz.wire.Subscribe;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One peer after the handshake.
 *
 * <p>{@link #run} belongs to the protocol's thread for this peer; every other method may be called
 * by any thread.
 */
public final class HiveSession {
    /** So many nodes stand in one message. */
    private static final int BATCH = 256;

    private final Peer peer;
    private final MessageChannel channel;
    private final Hive hive;
    private final Overlay overlay;
    private final @Nullable SwarmNode node;
    private final ToldNodes told;
    private boolean answered;

    /**
     * A session.
     *
     * @param peer the peer
     * @param channel its hive messages
     * @param handshake what it said of itself
     * @param hive whom it belongs to
     */
    public HiveSession(Peer peer, MessageChannel channel, Handshake handshake, Hive hive) {
        this.peer = peer;
        this.channel = channel;
        this.hive = hive;
        this.overlay = handshake.address().overlay();
        // Others are told only where the peer really is, as far as we can see.
        this.node =
                handshake.lightNode()
                        ? null
                        : handshake
                                .address()
                                .node()
                                .filter(claimed -> claimed.enode().id().equals(peer.id()))
                                .orElse(null);
        this.told = new ToldNodes(hive.table().base(), overlay);
    }

    Peer peer() {
        return peer;
    }

    Overlay overlay() {
        return overlay;
    }

    /** Where others can dial the peer; null if they are not to be told. */
    @Nullable SwarmNode node() {
        return node;
    }

    /** Reads until the link closes. */
    void run() throws IOException, InterruptedException {
        while (true) {
            Message message = channel.read();
            switch (message.code()) {
                case Peers.CODE -> heard(Peers.decode(message.payload()));
                case Subscribe.CODE -> subscribed(Subscribe.decode(message.payload()));
                default -> throw breach("hive message " + message.code() + " has no meaning");
            }
        }
    }

    private void heard(Peers peers) throws DisconnectException {
        List<SwarmNode> nodes = new ArrayList<>();
        for (BzzAddress address : peers.addresses()) {
            if (address.overlay().equals(hive.table().base())) {
                throw breach("a hive peer tells us of ourselves");
            }
            if (told.heard(address.overlay())) {
                address.node().ifPresent(nodes::add);
            }
        }
        hive.heard(this, nodes);
    }

    /** Every subscription counts, but only the first one is answered. */
    private void subscribed(Subscribe subscription) throws IOException, InterruptedException {
        told.depth(subscription.depth());
        if (answered) {
            return;
        }
        answered = true;
        List<SwarmNode> fresh = told.take(hive.connectedNodes());
        for (int from = 0; from < fresh.size(); from += BATCH) {
            List<SwarmNode> batch = fresh.subList(from, Math.min(from + BATCH, fresh.size()));
            channel.write(Peers.CODE, encode(batch));
            hive.counters().nodesTold.add(batch.size());
        }
    }

    /** Tells the peer of nodes that it has not heard of; a link that is full is left alone. */
    void tell(Collection<SwarmNode> nodes) {
        List<SwarmNode> fresh = told.take(nodes);
        for (int from = 0; from < fresh.size(); from += BATCH) {
            List<SwarmNode> batch = fresh.subList(from, Math.min(from + BATCH, fresh.size()));
            if (!channel.tryWrite(Peers.CODE, encode(batch))) {
                told.giveBack(fresh.subList(from, fresh.size()));
                return;
            }
            hive.counters().nodesTold.add(batch.size());
        }
    }

    /** Subscribes to a depth; waits while the link is full. */
    void subscribe(int depth) throws IOException, InterruptedException {
        channel.write(Subscribe.CODE, new Subscribe(depth).encode());
    }

    /** As {@link #subscribe}, but a link that is full is left alone until the depth changes. */
    void trySubscribe(int depth) {
        boolean _ = channel.tryWrite(Subscribe.CODE, new Subscribe(depth).encode());
    }

    private static byte[] encode(List<SwarmNode> nodes) {
        return new Peers(nodes.stream().map(BzzAddress::of).toList()).encode();
    }

    private static DisconnectException breach(String what) {
        return new DisconnectException(DisconnectReason.SUBPROTOCOL_ERROR, what);
    }
}
