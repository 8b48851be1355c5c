package dev.peerloom.testkit;

import dev.peerloom.api.Capability;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The text of recordings. */
final class RecordingText {
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int PARTS = 4;

    private RecordingText() {}

    /** As {@code +5.000250}: with microseconds, or nanoseconds where there are any. */
    static String seconds(Duration offset) {
        int nanos = offset.getNano();
        return nanos % 1000 == 0
                ? String.format(Locale.ROOT, "+%d.%06d", offset.getSeconds(), nanos / 1000)
                : String.format(Locale.ROOT, "+%d.%09d", offset.getSeconds(), nanos);
    }

    static Recording parse(String name, String text) throws IOException {
        Capability capability = null;
        List<Recording.Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            try {
                if (capability == null) {
                    capability = header(line);
                } else {
                    Duration before = lines.isEmpty() ? Duration.ZERO : lines.getLast().offset();
                    lines.add(message(line, before));
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        name + ", line " + number + ": " + e.getMessage() + ": " + raw.strip(), e);
            }
        }
        if (capability == null) {
            throw new IOException(name + " is empty: it must begin with peerloom-recording 1");
        }
        return new Recording(capability, lines);
    }

    private static Capability header(String line) {
        List<String> parts = List.of(line.split("\\s+", -1));
        if (parts.size() != 3 || !parts.getFirst().equals("peerloom-recording")) {
            throw new IllegalArgumentException("not \"peerloom-recording 1 name/version\"");
        }
        if (!parts.get(1).equals("1")) {
            throw new IllegalArgumentException("only version 1 of the format is known");
        }
        int slash = parts.get(2).lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a capability like chat/2");
        }
        return new Capability(
                parts.get(2).substring(0, slash),
                Integer.parseInt(parts.get(2).substring(slash + 1)));
    }

    private static Recording.Line message(String line, Duration before) {
        List<String> parts = List.of(line.split("\\s+", -1));
        if (parts.size() != PARTS) {
            throw new IllegalArgumentException("not \"+seconds > code payload\"");
        }
        Duration offset = duration(parts.getFirst());
        if (offset.compareTo(before) < 0) {
            throw new IllegalArgumentException("earlier than the line before");
        }
        Direction direction =
                switch (parts.get(1)) {
                    case ">" -> Direction.TO_PROTOCOL;
                    case "<" -> Direction.FROM_PROTOCOL;
                    default -> throw new IllegalArgumentException("neither > nor <");
                };
        String body = parts.get(3);
        byte[] payload = body.equals("-") ? new byte[0] : HexFormat.of().parseHex(body);
        return new Recording.Line(offset, direction, Integer.parseInt(parts.get(2)), payload);
    }

    private static Duration duration(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text);
            long nanos = seconds.movePointRight(9).longValueExact();
            return Duration.ofSeconds(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not a time in seconds: " + text, e);
        }
    }
}
