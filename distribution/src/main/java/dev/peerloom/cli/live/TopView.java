package dev.peerloom.cli.live;

import dev.peerloom.cli.live.TopFrame.Flow;
import dev.peerloom.cli.live.TopFrame.PeerRow;
import dev.peerloom.cli.live.TopFrame.ProtocolRow;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A frame of {@code attach top} as lines that fit a screen. Peers' texts are shown in printable
 * ASCII only: anything else could steer the terminal or shift the columns. Immutable.
 */
public final class TopView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final String UNITS = " kMGT";
    private static final int SHOWN_ID = 12;

    private final int width;
    private final int height;

    /** A screen of so many columns and lines. */
    public TopView(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** The lines, each no longer than the screen is wide, and no more than it is high. */
    public List<String> lines(TopFrame frame) {
        List<String> lines = new ArrayList<>();
        lines.add(header(frame));
        // What a plugin has under way, or room for it.
        lines.add(plain(ProgressBar.line(frame.progress()), width));
        lines.add(
                "%-12s %-10s %5s %s %4s %5s"
                        .formatted("PROTOCOL", "PLUGIN", "LINKS", flowHeader(), "FULL", "BUSY"));
        // Protocols take half of the room at most: those that run on a link before the others.
        List<String> protocols =
                frame.protocols().stream()
                        .sorted(Comparator.comparing(row -> row.links() == 0))
                        .map(TopView::protocol)
                        .toList();
        addRows(protocols, Math.max(1, height / 2 - 2), lines);
        lines.add("");
        lines.add(
                "%-12s %-3s %-21s %s %s"
                        .formatted("PEER", "DIR", "ADDRESS", flowHeader(), "CLIENT"));
        addRows(
                frame.peers().stream().map(TopView::peer).toList(),
                Math.max(1, height - lines.size()),
                lines);
        return lines.stream().limit(height).map(this::fit).toList();
    }

    private String header(TopFrame frame) {
        long inbound = frame.peers().stream().filter(PeerRow::inbound).count();
        return "peerloom top  %s  peers %d (%d in, %d out)  in %sB/s  out %sB/s  loop lag %.1f ms"
                .formatted(
                        TIME.format(frame.at().atZone(ZoneId.systemDefault())),
                        frame.peers().size(),
                        inbound,
                        frame.peers().size() - inbound,
                        number(frame.bytesIn()),
                        number(frame.bytesOut()),
                        frame.lag() * 1e3);
    }

    private static String flowHeader() {
        return "%6s %6s %6s %7s %5s %7s"
                .formatted("IN/s", "OUT/s", "IN B/s", "OUT B/s", "QUEUE", "QUEUE B");
    }

    private static String flow(Flow flow) {
        return "%6s %6s %6s %7s %5s %7s"
                .formatted(
                        number(flow.messagesIn()),
                        number(flow.messagesOut()),
                        number(flow.bytesIn()),
                        number(flow.bytesOut()),
                        number((double) flow.waitingMessages()),
                        number((double) flow.waitingBytes()));
    }

    private static String protocol(ProtocolRow row) {
        return "%-12s %-10s %5d %s %4d %4.0f%%"
                .formatted(
                        plain(row.protocol(), 12),
                        plain(row.plugin(), 10),
                        row.links(),
                        flow(row.flow()),
                        row.fullInboxes(),
                        row.busy() * 100);
    }

    private static void addRows(List<String> rows, int room, List<String> lines) {
        boolean all = rows.size() <= room;
        int shown = all ? rows.size() : room - 1;
        lines.addAll(rows.subList(0, shown));
        if (!all) {
            lines.add("... and " + (rows.size() - shown) + " more");
        } else if (shown == 0) {
            lines.add("none");
        }
    }

    private static String peer(PeerRow row) {
        return "%-12s %-3s %-21s %s %s"
                .formatted(
                        plain(row.id(), SHOWN_ID),
                        row.inbound() ? "in" : "out",
                        plain(row.remoteAddress(), 47),
                        flow(row.flow()),
                        plain(row.name(), 200));
    }

    /** Three digits or so, and a unit: 0, 12, 3.4k, 120M. */
    static String number(double value) {
        double rest = value;
        int unit = 0;
        while (rest >= 999.5 && unit < UNITS.length() - 1) {
            rest /= 1000;
            unit++;
        }
        String digits =
                rest < 9.95 && rest > 0 && (unit > 0 || rest != Math.rint(rest))
                        ? "%.1f".formatted(rest)
                        : "%.0f".formatted(rest);
        return unit == 0 ? digits : digits + UNITS.charAt(unit);
    }

    /**
     * The text with a '?' for each character that is no printable ASCII, and not too much of it.
     */
    private static String plain(String text, int most) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .limit(most)
                .forEach(c -> plain.append(c >= 0x20 && c < 0x7F ? (char) c : '?'));
        return plain.toString();
    }

    private String fit(String line) {
        String cut = line.length() > width ? line.substring(0, width) : line;
        return cut.stripTrailing();
    }
}
