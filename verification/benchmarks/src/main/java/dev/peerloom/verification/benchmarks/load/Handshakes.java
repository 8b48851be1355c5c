package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/** Connect, handshake, hellos, one echo, disconnect: 16 at a time, each with a new identity. */
record Handshakes(int count) implements Stage {
    private static final int ABREAST = 16;

    @Override
    public String name() {
        return "handshake, hello, echo, disconnect";
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException, InterruptedException {
        Payload payload = Payload.data(32);
        Stopwatch watch = Stopwatch.start(server);
        Workers.run(
                ABREAST,
                count,
                index -> {
                    try (LoadPeer peer = Bench.connect(server)) {
                        Bench.echo(peer, payload);
                        peer.disconnect();
                    }
                });
        return watch.perOperation(count);
    }
}
