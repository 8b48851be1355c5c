package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Echoes of 32 bytes over one link while others pour messages of 1 MiB into the node. */
record Fairness(int floods, int echoes) implements Stage {
    private static final int MESSAGE = 1 << 20;

    @Override
    public String name() {
        return "echo 32 B, 1 MiB flood on " + (floods == 1 ? "another link" : floods + " others");
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException, InterruptedException {
        Payload flood = Payload.data(MESSAGE);
        Payload echo = Payload.data(32);
        Latencies latencies = new Latencies();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger flooding = new AtomicInteger();
        Workers.run(
                floods + 1,
                floods + 1,
                index -> {
                    try (LoadPeer peer = Bench.connect(server)) {
                        if (index > 0) {
                            pour(peer, flood, flooding, done);
                        } else {
                            measure(peer, echo, latencies, flooding, done);
                        }
                    } finally {
                        done.set(true);
                    }
                });
        Map<String, Double> figures = new TreeMap<>();
        latencies.putInto(figures);
        return figures;
    }

    private static void pour(
            LoadPeer peer, Payload flood, AtomicInteger flooding, AtomicBoolean done)
            throws IOException {
        int sent = 0;
        while (!done.get()) {
            peer.send(Bench.SINK, flood);
            if (++sent == 1) {
                flooding.incrementAndGet();
            }
        }
        Bench.awaitSunk(peer, sent);
    }

    private void measure(
            LoadPeer peer,
            Payload echo,
            Latencies latencies,
            AtomicInteger flooding,
            AtomicBoolean done)
            throws IOException {
        while (flooding.get() < floods && !done.get()) {
            Bench.echo(peer, echo);
        }
        for (int i = 0; i < echoes; i++) {
            long start = System.nanoTime();
            Bench.echo(peer, echo);
            latencies.add(System.nanoTime() - start);
        }
    }
}
