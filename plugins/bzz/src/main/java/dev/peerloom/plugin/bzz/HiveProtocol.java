package dev.peerloom.plugin.bzz;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.bzz.hive.Hive;
import dev.peerloom.plugin.bzz.hive.HiveSession;
import dev.peerloom.plugin.bzz.wire.Handshake;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** hive/8: tells and hears of peers, once bzz has shaken hands on the same link. */
final class HiveProtocol implements Protocol {
    private final Hive hive;
    private final Handshakes handshakes;
    private final Duration limit;

    /** {@code limit} is the time that the handshake may take. */
    HiveProtocol(Hive hive, Handshakes handshakes, Duration limit) {
        this.hive = hive;
        this.handshakes = handshakes;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "hive";
    }

    @Override
    public int version() {
        return Handshake.VERSION;
    }

    @Override
    public int length() {
        return 2;
    }

    /** {@link dev.peerloom.plugin.bzz.wire.Peers#MAX} addresses of the usual length fit twice. */
    @Override
    public int maxPayload() {
        return 512 << 10;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws IOException, InterruptedException {
        Handshakes.Entry entry = handshakes.enter(peer);
        try {
            hive.run(new HiveSession(peer, channel, entry.await(limit), hive));
        } finally {
            handshakes.leave(peer, entry);
        }
    }

    @Override
    public Map<String, ?> nodeInfo() {
        return Map.of(
                "population", hive.table().connectedCount(),
                "known", hive.table().knownCount(),
                "depth", hive.table().depth());
    }

    /** go-ethereum's names. */
    @Override
    public Map<String, ?> peerInfo(Peer peer) {
        Handshake theirs = hive.of(peer) == null ? null : handshakes.of(peer);
        return theirs == null
                ? Map.of()
                : Map.of(
                        "OAddr", theirs.address().overlay().toString(),
                        "UAddr", theirs.address().underlay());
    }
}
