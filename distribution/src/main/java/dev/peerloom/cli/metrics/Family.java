package dev.peerloom.cli.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.LinkedHashMap;
import java.util.Map;

/** One metric while its values are collected. Owned by the thread that collects. */
final class Family {
    private static final String TOTAL = "_total";

    private final String name;
    private final String help;
    private final Map<Labels, Double> values = new LinkedHashMap<>();

    /** A metric without values; a counter if the name ends in {@code _total}, else a gauge. */
    Family(String name, String help) {
        this.name = name;
        this.help = help;
    }

    /**
     * Adds to the value with these labels.
     *
     * @param labels names and values in turn
     */
    Family add(double value, String... labels) {
        values.merge(Labels.of(labels), value, Double::sum);
        return this;
    }

    String name() {
        return name;
    }

    String help() {
        return help;
    }

    MetricSnapshot snapshot() {
        return name.endsWith(TOTAL) ? counter() : gauge();
    }

    private MetricSnapshot counter() {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder()
                        .name(name.substring(0, name.length() - TOTAL.length()))
                        .help(help);
        values.forEach(
                (labels, value) ->
                        counter.dataPoint(
                                CounterDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(Math.max(0, value))
                                        .build()));
        return counter.build();
    }

    private MetricSnapshot gauge() {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach(
                (labels, value) ->
                        gauge.dataPoint(
                                GaugeDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(value)
                                        .build()));
        return gauge.build();
    }
}
