package dev.peerloom.core.fault;

/**
 * What the node knows of the plugins' code that runs.
 *
 * @param faults what went wrong in it
 * @param threads where it runs
 */
public record PluginWatch(FaultBook faults, PluginThreads threads) {
    /** For one node, by the machine's clocks. */
    public static PluginWatch create() {
        return new PluginWatch(new FaultBook(), new PluginThreads());
    }
}
