/** The plugin of the node whose start the JVM records for its class cache. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.plugin.training {
    requires dev.peerloom.api;
    requires static org.jspecify;

    provides dev.peerloom.api.NodeService with
            dev.peerloom.plugin.training.TrainingService;
}
