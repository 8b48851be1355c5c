package dev.peerloom.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows of text in aligned columns. Used by one thread. */
public final class Table {
    private static final String GAP = "  ";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final Set<String> TROUBLE = Set.of("failed", "FAIL");

    private final String indent;
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts a table whose lines begin with an indent. */
    public Table(String indent) {
        this.indent = indent;
    }

    /** Adds a row; rows may have different numbers of cells. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, each with its line end. */
    @Override
    public String toString() {
        return toString(false);
    }

    /** The lines; with colour the first, which names the columns, is bold and trouble is red. */
    public String toString(boolean colour) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        boolean heading = colour;
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.size(); i++) {
                line.append(colour ? paint(row.get(i), heading) : row.get(i))
                        .repeat(' ', widths.get(i) - row.get(i).length())
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
            heading = false;
        }
        return text.toString();
    }

    private static String paint(String cell, boolean heading) {
        if (cell.isEmpty() || (!heading && !TROUBLE.contains(cell))) {
            return cell;
        }
        return (heading ? BOLD : RED) + cell + PLAIN;
    }
}
