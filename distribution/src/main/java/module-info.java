/** The command line program {@code peerloom}. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.cli {
    requires dev.peerloom.core;
    requires info.picocli;
    requires java.compiler;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
    requires static org.jspecify;
}
