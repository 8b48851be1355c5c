/** What the author of a plugin tests it with. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.testkit {
    requires transitive dev.peerloom.api;
    requires dev.peerloom.core;
    requires java.compiler;
    requires static org.jspecify;

    exports dev.peerloom.testkit;
}
