/** The command line program. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.cli {
    requires dev.peerloom.core;
    requires static org.jspecify;
}
