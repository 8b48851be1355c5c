package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/** Messages into the node over one link, each written to the socket by itself. */
record Sinks(int size, int count) implements Stage {
    @Override
    public String name() {
        return "sink " + Size.text(size);
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException {
        Payload payload = Payload.data(size);
        try (LoadPeer peer = Bench.connect(server)) {
            Bench.awaitSunk(peer, 0);
            Stopwatch watch = Stopwatch.start(server);
            for (int i = 0; i < count; i++) {
                peer.send(Bench.SINK, payload);
            }
            Bench.awaitSunk(peer, count);
            return watch.perOperation(count);
        }
    }
}
