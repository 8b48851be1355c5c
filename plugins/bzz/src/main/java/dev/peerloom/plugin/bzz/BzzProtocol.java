package dev.peerloom.plugin.bzz;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.bzz.hive.HiveCounters;
import dev.peerloom.plugin.bzz.wire.Handshake;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** bzz/8: the handshake, once. Whoever dialled sends first. */
final class BzzProtocol implements Protocol {
    private final Handshake ours;
    private final Handshakes handshakes;
    private final HiveCounters counters;
    private final Duration limit;

    /** {@code limit} is the time that a peer has for its handshake. */
    BzzProtocol(Handshake ours, Handshakes handshakes, HiveCounters counters, Duration limit) {
        this.ours = ours;
        this.handshakes = handshakes;
        this.counters = counters;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "bzz";
    }

    @Override
    public int version() {
        return Handshake.VERSION;
    }

    @Override
    public int length() {
        return 1;
    }

    /** A handshake, and a context that goes with it. */
    @Override
    public int maxPayload() {
        return 16 << 10;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws IOException, InterruptedException {
        Handshakes.Entry entry = handshakes.enter(peer);
        try {
            entry.complete(exchange(peer, channel));
            Message _ = channel.read();
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR, "a second bzz handshake");
        } catch (IOException | InterruptedException | RuntimeException e) {
            entry.fail(e);
            throw e;
        } finally {
            handshakes.leave(peer, entry);
        }
    }

    private Handshake exchange(Peer peer, MessageChannel channel)
            throws IOException, InterruptedException {
        if (!peer.inbound()) {
            channel.write(Handshake.CODE, ours.encode());
        }
        Handshake theirs = read(channel);
        if (peer.inbound()) {
            // Also before refusing a peer: so it can tell its operator why.
            channel.write(Handshake.CODE, ours.encode());
        }
        try {
            check(theirs);
        } catch (DisconnectException e) {
            counters.handshakeRefused();
            throw e;
        }
        return theirs;
    }

    private Handshake read(MessageChannel channel) throws IOException, InterruptedException {
        try {
            return Handshake.decode(channel.read(limit).payload());
        } catch (TimeoutException e) {
            DisconnectException late =
                    new DisconnectException(
                            DisconnectReason.PING_TIMEOUT,
                            "no bzz handshake within " + limit.toMillis() + " ms");
            late.initCause(e);
            throw late;
        }
    }

    private void check(Handshake theirs) throws DisconnectException {
        if (theirs.networkId() != ours.networkId()) {
            // The peer did nothing wrong, it is of another network.
            throw new DisconnectException(
                    DisconnectReason.USELESS_PEER,
                    "bzz peer has network id "
                            + Long.toUnsignedString(theirs.networkId())
                            + ", ours is "
                            + Long.toUnsignedString(ours.networkId()));
        }
        if (theirs.version() != ours.version()) {
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR,
                    "bzz handshake of version "
                            + Long.toUnsignedString(theirs.version())
                            + " on bzz/"
                            + ours.version());
        }
        if (theirs.address().overlay().equals(ours.address().overlay())) {
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR, "bzz peer has our own overlay address");
        }
    }

    @Override
    public Map<String, ?> nodeInfo() {
        return Map.of(
                "overlay", ours.address().overlay().toString(),
                "network", ours.networkId(),
                "lightNode", ours.lightNode());
    }

    @Override
    public Map<String, ?> peerInfo(Peer peer) {
        Handshake theirs = handshakes.of(peer);
        return theirs == null
                ? Map.of()
                : Map.of(
                        "overlay", theirs.address().overlay().toString(),
                        "lightNode", theirs.lightNode());
    }
}
