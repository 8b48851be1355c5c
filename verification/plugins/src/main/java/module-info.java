/** Tests of the plugin host with real jars. There is no code but tests. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.verification.plugins {
    requires dev.peerloom.core;
    requires dev.peerloom.testkit;
    requires java.management;
    requires static org.jspecify;
}
