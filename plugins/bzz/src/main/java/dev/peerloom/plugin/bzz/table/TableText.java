package dev.peerloom.plugin.bzz.table;

import dev.peerloom.plugin.bzz.overlay.Overlay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The table in the shape that go-ethereum gives it: a row for each bin, to the left the connected
 * peers, to the right all that are known, with the attempts made; of both at most four. For one
 * thread.
 */
final class TableText {
    private static final int ROWS = 16;
    private static final int SHOWN = 4;
    private static final int LEFT_WIDTH = 31;
    private static final String RULE = "=".repeat(73);

    /** go-ethereum's MaxBinSize, which it prints and does not use. */
    private static final int MAX_BIN_SIZE = 4;

    /** The form of the Unix command {@code date}. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Overlay base;
    private final TableLimits limits;
    private final int depth;
    private final List<Cell> left = new ArrayList<>();
    private final List<Cell> right = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    TableText(Overlay base, TableLimits limits, int depth) {
        this.base = base;
        this.limits = limits;
        this.depth = depth;
        for (int row = 0; row < ROWS; row++) {
            left.add(new Cell());
            right.add(new Cell());
        }
    }

    void head(Instant now, int connected, int known) {
        line(RULE);
        line(DATE.format(now) + " KΛÐΞMLIΛ hive: queen's address: " + base.start(6));
        line(
                "population: %d (%d), NeighbourhoodSize: %d, MinBinSize: %d, MaxBinSize: %d"
                        .formatted(
                                connected,
                                known,
                                limits.neighbourhoodSize(),
                                limits.minBinSize(),
                                MAX_BIN_SIZE));
    }

    /** Adds a bin; those beyond the last row are shown in it together. */
    void add(int bin, Collection<KnownNode> nodes) {
        int row = Math.min(bin, ROWS - 1);
        for (KnownNode known : nodes) {
            if (known.connected) {
                left.get(row).add(known.overlay.start(4));
            }
            if (known.node != null) {
                right.get(row).add(known.overlay.start(4) + " (" + known.attempts + ")");
            }
        }
    }

    private void line(String line) {
        text.append('\n').append(line);
    }

    /** All of it, beginning with a line break as go-ethereum's does. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder(text);
        for (int row = 0; row < ROWS; row++) {
            if (row == depth) {
                all.append("\n============ DEPTH: ").append(depth).append(' ').append(RULE, 0, 42);
            }
            String peers = left.get(row).toString();
            all.append("\n%03d %s".formatted(row, peers))
                    .append(" ".repeat(Math.max(0, LEFT_WIDTH - peers.length())))
                    .append(" | ")
                    .append(right.get(row));
        }
        return all.append('\n').append(RULE).toString();
    }

    /** What stands in one row on one side. */
    private static final class Cell {
        private final StringBuilder labels = new StringBuilder();
        private int count;

        void add(String label) {
            if (count++ < SHOWN) {
                labels.append(' ').append(label);
            }
        }

        @Override
        public String toString() {
            return "%2d".formatted(count) + labels;
        }
    }
}
