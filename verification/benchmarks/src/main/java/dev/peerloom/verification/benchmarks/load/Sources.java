package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/** Messages out of the node over one link. */
record Sources(int size, int count) implements Stage {
    @Override
    public String name() {
        return "source " + Size.text(size);
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException {
        try (LoadPeer peer = Bench.connect(server)) {
            Bench.awaitSunk(peer, 0);
            Stopwatch watch = Stopwatch.start(server);
            peer.send(Bench.SOURCE_REQUEST, Payload.numbers(count, size));
            for (int i = 0; i < count; i++) {
                LoadPeer.Frame _ = peer.read(Bench.SOURCE);
            }
            return watch.perOperation(count);
        }
    }
}
