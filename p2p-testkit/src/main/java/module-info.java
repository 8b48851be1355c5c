/** What the author of a plugin tests it with. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.testkit {
    requires transitive dev.peerloom.api;
    requires transitive dev.peerloom.core;
    requires static org.junit.jupiter.api;
    requires java.compiler;
    requires jdk.management;
    requires static org.jspecify;

    exports dev.peerloom.testkit;
}
