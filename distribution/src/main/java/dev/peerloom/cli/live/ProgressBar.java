package dev.peerloom.cli.live;

import dev.peerloom.cli.Lines;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/**
 * How far long work of plugins has come. What a plugin exposes as a metric whose name ends in
 * {@code _progress_ratio}, from 0 to 1, is shown as a bar until it is 1.
 */
public final class ProgressBar {
    private static final String PREFIX = "peerloom_";
    private static final String SUFFIX = "_progress_ratio";
    private static final int WIDTH = 30;

    /** What fits every terminal without a line break. */
    private static final int MOST = 79;

    private ProgressBar() {}

    /**
     * What is under way.
     *
     * @param metrics of plugins, by full name
     * @return from 0 to 1, by what it is that comes on: {@code eth import}
     */
    public static Map<String, Double> underWay(Map<String, DoubleSupplier> metrics) {
        Map<String, Double> found = new TreeMap<>();
        metrics.forEach(
                (name, value) -> {
                    if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
                        add(name, value, found);
                    }
                });
        return found;
    }

    private static void add(String name, DoubleSupplier value, Map<String, Double> found) {
        double part = part(value);
        if (part >= 0 && part < 1) {
            int end = Math.max(PREFIX.length(), name.length() - SUFFIX.length());
            found.put(name.substring(PREFIX.length(), end).replace('_', ' '), part);
        }
    }

    private static double part(DoubleSupplier value) {
        try {
            return value.getAsDouble();
        } catch (RuntimeException | LinkageError e) {
            // A plugin's own code, which may be about to go; when metrics are asked for, that is
            // logged. Here there is nothing to draw.
            return Double.NaN;
        }
    }

    /** One bar: {@code eth import [=======> ] 52 %}. */
    static String bar(String what, double part) {
        int full = (int) (part * WIDTH);
        String done = "=".repeat(full) + (full < WIDTH ? ">" : "");
        return "%s [%-30s] %3d %%".formatted(Lines.escape(what), done, (int) (part * 100));
    }

    /** All bars in one line; empty if nothing is under way. */
    public static String line(Map<String, Double> underWay) {
        String all =
                underWay.entrySet().stream()
                        .map(entry -> bar(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining("  "));
        return all.substring(0, Math.min(MOST, all.length()));
    }
}
