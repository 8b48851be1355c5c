package dev.peerloom.cli.live;

import dev.peerloom.cli.Lines;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Locale;

/** One line for one message that passed. Stateless. */
public final class TraceLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final int SHOWN_ID = 16;

    private TraceLine() {}

    /**
     * The line.
     *
     * @param event what {@code admin_trace} tells
     * @param raw whether bytes are shown as they are, not as RLP
     */
    public static String of(JsonNode event, boolean raw) {
        if (event.has("missed")) {
            return "... %d messages came faster than they could be shown"
                    .formatted(event.path("missed").asLong());
        }
        int size = event.path("size").asInt();
        byte[] start = bytes(event.path("data").asString());
        String line =
                "%s  %-3s  %-10s  0x%02x  %9d B  %s  %s"
                        .formatted(
                                time(event.path("at").asString()),
                                event.path("direction").asString(),
                                event.path("protocol").asString(),
                                event.path("code").asInt(),
                                size,
                                shorten(event.path("peer").asString()),
                                raw ? RlpText.hex(start, size) : RlpText.of(start, size));
        // What it is made of comes from a node that may be anybody's.
        return Lines.escape(line.stripTrailing());
    }

    private static String shorten(String id) {
        return id.length() > SHOWN_ID ? id.substring(0, SHOWN_ID) : id;
    }

    private static byte[] bytes(String hex) {
        try {
            return HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the node sent no hexadecimal digits", e);
        }
    }

    private static String time(String instant) {
        try {
            return TIME.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("the node sent no time", e);
        }
    }
}
