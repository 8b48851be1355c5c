package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Memory for each peer between two numbers of them, and CPU for each while they are idle. A node
 * that has just made thousands of handshakes is given some time first: what a JVM compiles then is
 * no cost of idle peers.
 *
 * @param settling how long it is given, in seconds
 * @param seconds for how long CPU is measured after that
 */
record IdlePeers(int few, int many, int settling, int seconds) implements Stage {
    static final String MEMORY = "KiB per peer";
    static final String IDLE_CPU = "CPU µs per peer and second";

    @Override
    public String name() {
        return "idle peers, " + few + " to " + many;
    }

    @Override
    public Map<String, Double> run(Server server) throws IOException, InterruptedException {
        try (Crowd crowd = new Crowd()) {
            crowd.grow(server, few);
            long first = server.usage().residentBytes();
            crowd.grow(server, many);
            TimeUnit.SECONDS.sleep(2);
            long last = server.usage().residentBytes();
            TimeUnit.SECONDS.sleep(settling);
            Stopwatch watch = Stopwatch.start(server);
            TimeUnit.SECONDS.sleep(seconds);
            double cpu = watch.cpuMicros();
            if (crowd.alive() < many) {
                throw new IOException((many - crowd.alive()) + " idle peers were dropped");
            }
            Map<String, Double> figures = new TreeMap<>();
            figures.put(MEMORY, (last - first) / 1024.0 / (many - few));
            figures.put(IDLE_CPU, cpu / many / seconds);
            return figures;
        }
    }
}
