package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/** One kind of load. Stateless: it may be put on any node, any number of times. */
interface Stage {
    /** CPU of the node for an operation, in microseconds. */
    String CPU = "CPU µs";

    String P50 = "p50 µs";
    String P99 = "p99 µs";
    String P999 = "p99.9 µs";

    /** Operations in a second. */
    String RATE = "per second";

    /** What is printed. */
    String name();

    /** Puts the load on a node; figures by their names. */
    Map<String, Double> run(Server server) throws IOException, InterruptedException;
}
