package dev.peerloom.core.fault;

/**
 * What the node knows of the plugins' code that runs.
 *
 * @param faults what went wrong in it
 * @param threads where it runs
 */
public record CodeWatch(FaultBook faults, PluginThreads threads) {
    /** For one node, by the machine's clocks. */
    public static CodeWatch create() {
        return new CodeWatch(new FaultBook(), new PluginThreads());
    }
}
