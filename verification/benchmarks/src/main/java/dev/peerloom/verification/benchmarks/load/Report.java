package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * One table and one chart out of the values of several runs, each of them of other loads: on a
 * shared machine several short runs are easier to have than a long one.
 */
public final class Report {
    private static final int COLUMNS = 5;

    private Report() {}

    /** The folder that is written to, then files of values. */
    public static void main(String[] arguments) throws IOException {
        Path out = Files.createDirectories(Path.of(arguments[0]));
        List<String[]> rows = new ArrayList<>();
        for (String file : Arrays.asList(arguments).subList(1, arguments.length)) {
            List<String> lines = Files.readAllLines(Path.of(file));
            for (String line : lines.subList(1, lines.size())) {
                String[] row = line.split("\t", -1);
                if (row.length != COLUMNS) {
                    throw new IOException(file + " has a line that is none of values: " + line);
                }
                rows.add(row);
            }
        }
        SequencedSet<String> nodes = new LinkedHashSet<>();
        rows.forEach(row -> nodes.add(row[2]));
        Figures figures = new Figures(List.copyOf(nodes));
        for (String[] row : rows) {
            figures.add(row[0], row[2], Map.of(row[1], Double.valueOf(row[4])));
        }
        figures.write(out);
    }
}
