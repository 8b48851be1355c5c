package dev.peerloom.verification.benchmarks.load;

import dev.peerloom.api.Capability;
import dev.peerloom.verification.benchmarks.many.ManyProtocols;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Messages of 64 bytes into a sink over a link with so many protocols: to the last of them, or to
 * each in turn.
 */
record ProtocolsOnALink(int protocols, boolean inTurn, int count) implements Stage {
    private static final int LENGTH = 8;

    @Override
    public String name() {
        return "sink 64 B, "
                + protocols
                + (protocols == 1 ? " protocol" : " protocols")
                + (inTurn ? ", to each in turn" : ", to the last");
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException {
        Payload payload = Payload.data(64);
        List<Capability> capabilities = new ArrayList<>(Bench.CAPABILITIES);
        for (int i = 0; i < protocols - 1; i++) {
            capabilities.add(new Capability(ManyProtocols.name(i), 1));
        }
        try (LoadPeer peer = LoadPeer.connect(server.enode(), capabilities)) {
            Bench.awaitSunk(peer, 0);
            long[] sent = new long[protocols];
            Stopwatch watch = Stopwatch.start(server);
            for (int i = 0; i < count; i++) {
                int protocol = inTurn ? i % protocols : protocols - 1;
                peer.send(Bench.SINK + LENGTH * protocol, payload);
                sent[protocol]++;
            }
            for (int i = 0; i < protocols; i++) {
                Bench.awaitSunk(peer, LENGTH * i, sent[i]);
            }
            return watch.perOperation(count);
        }
    }
}
