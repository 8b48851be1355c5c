/** The eth plugin. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.plugin.eth {
    requires dev.peerloom.api;
    requires static org.jspecify;
}
