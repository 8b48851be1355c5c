package dev.peerloom.cli.metrics;

import dev.peerloom.core.Node;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * The metrics of a node, its plugins and its virtual machine in the text format of Prometheus,
 * version 0.0.4. Thread-safe. Nothing is measured for it between two calls of {@link #write}.
 */
public final class MetricsText {
    /** The media type of the text. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final Logger LOG = LoggerFactory.getLogger(MetricsText.class);

    private final Node node;

    /** Made when somebody asks: a node that nobody asks does without. */
    private static final class Lazy {
        private static final PrometheusRegistry JVM = new PrometheusRegistry();
        private static final PrometheusTextFormatWriter WRITER =
                PrometheusTextFormatWriter.create();

        static {
            JvmMetrics.builder().register(JVM);
        }

        private Lazy() {}
    }

    /** Metrics of a node. */
    public MetricsText(Node node) {
        this.node = node;
    }

    /**
     * The metrics as they are now, in UTF-8. Takes up to a second when an event loop is busy, and
     * as long as plugins take for theirs.
     */
    public byte[] write() {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Lazy.WRITER.write(out, snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node's own metrics and what they are, in their order. */
    public Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        for (Family family : NodeFamilies.of(Node.version(), node.statistics(), node.plugins())) {
            described.put(family.name(), family.help());
        }
        return described;
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        for (Family family : NodeFamilies.of(Node.version(), node.statistics(), node.plugins())) {
            all.metricSnapshot(family.snapshot());
        }
        Lazy.JVM.scrape().forEach(all::metricSnapshot);
        addPlugins(all);
        return all.build();
    }

    /** What plugins expose: code of theirs, which must not keep the rest from being seen. */
    private void addPlugins(MetricSnapshots.Builder all) {
        Map<String, DoubleSupplier> legal = new TreeMap<>();
        node.metrics().forEach((name, value) -> legal.putIfAbsent(legalName(name), value));
        legal.forEach(
                (name, value) -> {
                    try {
                        Family family = new Family(name, "A metric of a plugin.");
                        addUnlessTaken(all, family.add(value.getAsDouble()));
                    } catch (RuntimeException | LinkageError e) {
                        LOG.debug("The metric {} has no value: its plugin failed", name, e);
                    }
                });
    }

    /** Two names of plugins may be one name of Prometheus; then the first counts. */
    private static void addUnlessTaken(MetricSnapshots.Builder all, Family family) {
        var snapshot = family.snapshot();
        if (!all.containsMetricName(snapshot.getMetadata().getName())) {
            all.metricSnapshot(snapshot);
        }
    }

    /** Plugin ids may have characters that the names of Prometheus may not. */
    static String legalName(String name) {
        return name.replaceAll("[^a-zA-Z0-9_:]", "_");
    }
}
