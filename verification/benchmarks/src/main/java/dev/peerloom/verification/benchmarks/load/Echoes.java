package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/** Echoes over one link, with so many under way at any time. */
record Echoes(int size, int outstanding, int count) implements Stage {
    @Override
    public String name() {
        return "echo " + Size.text(size) + ", " + outstanding + " outstanding";
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException {
        Payload payload = Payload.data(size);
        try (LoadPeer peer = Bench.connect(server)) {
            Bench.echo(peer, payload);
            long[] sent = new long[outstanding];
            Latencies latencies = new Latencies();
            Stopwatch watch = Stopwatch.start(server);
            for (int i = 0; i < count + outstanding; i++) {
                int slot = i % outstanding;
                if (i >= outstanding) {
                    LoadPeer.Frame _ = peer.read(Bench.ECHO_REPLY);
                    latencies.add(System.nanoTime() - sent[slot]);
                }
                if (i < count) {
                    sent[slot] = System.nanoTime();
                    peer.send(Bench.ECHO, payload);
                }
            }
            Map<String, Double> figures = watch.perOperation(count);
            latencies.putInto(figures);
            return figures;
        }
    }
}
