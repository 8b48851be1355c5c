/** The command line program {@code peerloom}. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // Prometheus' jars have no module descriptors
module dev.peerloom.cli {
    requires dev.peerloom.core;
    requires info.picocli;
    requires io.helidon.common.buffers;
    requires io.helidon.common.concurrency.limits;
    requires io.helidon.http;
    requires io.helidon.webserver;
    requires io.helidon.webserver.websocket;
    requires io.helidon.websocket;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.instrumentation.jvm;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires java.compiler;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;
    requires org.slf4j.simple;
    requires static org.jspecify;

    uses java.util.spi.ToolProvider;

    // slf4j makes the provider of our loggers by its name.
    exports dev.peerloom.cli.log to
            org.slf4j;
}
