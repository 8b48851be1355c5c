package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was measured: for each stage, figure and node a value for each round. Owned by one thread.
 */
final class Figures {
    /** A line of the results. */
    record Line(String stage, String figure) {}

    /**
     * The ratio of two nodes in the same rounds.
     *
     * @param median the middle one of the rounds' ratios
     */
    record Ratio(double median, double least, double most) {}

    private final List<String> nodes;
    private final Map<Line, Map<String, List<Double>>> values = new LinkedHashMap<>();

    /** Nothing measured yet, of these nodes. */
    Figures(List<String> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    void add(String stage, String node, Map<String, Double> figures) {
        figures.forEach(
                (figure, value) ->
                        values.computeIfAbsent(
                                        new Line(stage, figure), line -> new LinkedHashMap<>())
                                .computeIfAbsent(node, name -> new ArrayList<>())
                                .add(value));
    }

    List<Line> lines() {
        return List.copyOf(values.keySet());
    }

    double median(Line line, String node) {
        return middle(of(line, node).stream().sorted().toList());
    }

    private List<Double> of(Line line, String node) {
        return values.getOrDefault(line, Map.of()).getOrDefault(node, List.of());
    }

    private static double middle(List<Double> sorted) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** A node in proportion to the first one; empty if one of them has used too little to tell. */
    Optional<Ratio> ratio(Line line, String node) {
        List<Double> own = of(line, node);
        List<Double> reference = of(line, nodes.getFirst());
        List<Double> ratios =
                IntStream.range(0, Math.min(own.size(), reference.size()))
                        .filter(round -> reference.get(round) > 0)
                        .mapToObj(round -> own.get(round) / reference.get(round))
                        .sorted()
                        .toList();
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ratio(middle(ratios), ratios.getFirst(), ratios.getLast()));
    }

    /** A table for a page: medians of each node, and the others' ratios to the first. */
    String table() {
        StringBuilder text = new StringBuilder("| load | figure |");
        nodes.forEach(node -> text.append(' ').append(node).append(" |"));
        nodes.stream()
                .skip(1)
                .forEach(node -> text.append(" R ").append(node).append(" (spread) |"));
        text.append("\n|---|---|").append("---|".repeat(2 * nodes.size() - 1)).append('\n');
        for (Line line : lines()) {
            text.append("| ").append(line.stage()).append(" | ").append(line.figure()).append(" |");
            nodes.forEach(node -> text.append(' ').append(number(median(line, node))).append(" |"));
            nodes.stream().skip(1).forEach(node -> text.append(cell(line, node)));
            text.append('\n');
        }
        return text.toString();
    }

    private String cell(Line line, String node) {
        return ratio(line, node)
                .map(
                        ratio ->
                                " **%.2f** (%.2f–%.2f) |"
                                        .formatted(ratio.median(), ratio.least(), ratio.most()))
                .orElse(" |");
    }

    private static String number(double value) {
        if (value >= 1000) {
            return "%,.0f".formatted(value);
        }
        return (value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f").formatted(value);
    }

    /** Writes the table, every single value, and a chart for each node but the first. */
    void write(Path folder) throws IOException {
        writeValues(folder.resolve("values.tsv"));
        Files.writeString(folder.resolve("results.md"), table());
        for (String node : nodes.subList(1, nodes.size())) {
            Files.writeString(
                    folder.resolve(node + ".svg"), RatioChart.draw(this, node, nodes.getFirst()));
        }
    }

    private void writeValues(Path file) throws IOException {
        StringBuilder text = new StringBuilder("stage\tfigure\tnode\tround\tvalue\n");
        values.forEach(
                (line, byNode) ->
                        byNode.forEach(
                                (node, rounds) -> {
                                    for (int i = 0; i < rounds.size(); i++) {
                                        text.append(
                                                "%s\t%s\t%s\t%d\t%.3f\n"
                                                        .formatted(
                                                                line.stage(),
                                                                line.figure(),
                                                                node,
                                                                i + 1,
                                                                rounds.get(i)));
                                    }
                                }));
        Files.writeString(file, text);
    }
}
