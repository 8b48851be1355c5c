/** The bench plugin. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.plugin.bench {
    requires dev.peerloom.api;
    requires static org.jspecify;
}
