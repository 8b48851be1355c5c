package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What a node uses from now on. */
record Stopwatch(Server server, ProcessUsage before, long start) {
    static Stopwatch start(Server server) throws IOException {
        return new Stopwatch(server, server.usage(), System.nanoTime());
    }

    /** Figures for each of so many operations; more may be added. */
    Map<String, Double> perOperation(long operations) throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        ProcessUsage after = server.usage();
        Map<String, Double> figures = new TreeMap<>();
        figures.put(Stage.CPU, (double) (after.cpuMicros() - before.cpuMicros()) / operations);
        figures.put(Stage.RATE, operations / seconds);
        return figures;
    }

    /** The node's CPU since the start. */
    double cpuMicros() throws IOException {
        return server.usage().cpuMicros() - before.cpuMicros();
    }
}
