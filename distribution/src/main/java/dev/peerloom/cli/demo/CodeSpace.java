package dev.peerloom.cli.demo;

import dev.peerloom.api.Capability;
import dev.peerloom.cli.Table;
import dev.peerloom.core.RunningProtocol;

import java.util.ArrayList;
import java.util.List;

/** Draws how the message codes of one link are shared out among its protocols. */
final class CodeSpace {
    /** The base protocol has the first sixteen codes of every link. */
    private static final int BASE_LENGTH = 0x10;

    private static final int SMALLEST_CELL = 4;

    private final List<Range> ranges = new ArrayList<>();

    CodeSpace(List<RunningProtocol> protocols) {
        ranges.add(new Range("p2p", 5, 0, BASE_LENGTH));
        for (RunningProtocol protocol : protocols) {
            Capability capability = protocol.capability();
            ranges.add(
                    new Range(
                            capability.name(),
                            capability.version(),
                            protocol.offset(),
                            protocol.length()));
        }
    }

    private record Range(String name, int version, int offset, int length) {
        String title() {
            return name + "/" + version;
        }
    }

    /** A row for each protocol: capability, version, length, offset, codes on the wire. */
    String table(String indent) {
        Table table = new Table(indent);
        table.row("capability", "version", "length", "offset", "codes on the wire");
        for (Range range : ranges) {
            table.row(
                    range.name(),
                    String.valueOf(range.version()),
                    String.valueOf(range.length()),
                    hex(range.offset()),
                    hex(range.offset()) + " to " + hex(range.offset() + range.length() - 1));
        }
        return table.toString();
    }

    /** A bar with a cell for each protocol, as wide as its codes are many, within reason. */
    String bar(String indent, int widest) {
        StringBuilder codes = new StringBuilder(indent);
        StringBuilder cells = new StringBuilder(indent);
        int end = 0;
        for (Range range : ranges) {
            int width = Math.clamp(range.length(), range.title().length() + 2, widest);
            String code = hex(range.offset());
            width = Math.max(width, Math.max(SMALLEST_CELL, code.length()));
            codes.append(code).repeat(' ', width + 1 - code.length());
            int left = (width - range.title().length()) / 2;
            cells.append('|')
                    .repeat('.', left)
                    .append(range.title())
                    .repeat('.', width - left - range.title().length());
            end = range.offset() + range.length();
        }
        codes.append(hex(end));
        cells.append('|');
        return codes + System.lineSeparator() + cells + System.lineSeparator();
    }

    static String hex(int code) {
        return "0x%02x".formatted(code);
    }
}
