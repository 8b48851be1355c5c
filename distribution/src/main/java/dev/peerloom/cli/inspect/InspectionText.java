package dev.peerloom.cli.inspect;

import dev.peerloom.cli.Lines;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows an inspection to a person. */
public final class InspectionText {
    private static final Map<String, String> LABELS =
            Map.of(
                    "peerloom", "for Peerloom",
                    "dependencies", "needs plugins",
                    "sha256", "SHA-256",
                    "classVersions", "classes",
                    "bundledApi", "BUNDLED API",
                    "natives", "native code",
                    "moduleProblem", "module problem");
    private static final int WIDTH = 16;

    private InspectionText() {}

    /** The lines, each with its line end. */
    public static String of(Map<String, Object> facts) {
        StringBuilder text = new StringBuilder();
        facts.forEach(
                (name, value) -> {
                    String label = LABELS.getOrDefault(name, name);
                    for (String line : lines(name, value)) {
                        text.append(String.format(Locale.ROOT, "%-" + WIDTH + "s", label))
                                .append(Lines.escape(line))
                                .append(System.lineSeparator());
                        label = "";
                    }
                });
        return text.toString();
    }

    private static List<String> lines(String name, Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Map<?, ?> map ->
                    map.entrySet().stream().map(e -> e.getValue() + " for " + e.getKey()).toList();
            default ->
                    List.of(
                            switch (name) {
                                case "id", "version" -> value.equals("") ? "MISSING" : "" + value;
                                case "size" ->
                                        String.format(Locale.ROOT, "%,d bytes", (Long) value);
                                default -> value.toString();
                            });
        };
    }
}
