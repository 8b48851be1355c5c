/** The bench plugin: protocol {@code bench/1}, for measuring and checking any devp2p node. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.plugin.bench {
    requires dev.peerloom.api;
    requires static org.jspecify;

    provides dev.peerloom.api.NodeService with
            dev.peerloom.plugin.bench.BenchService;
}
