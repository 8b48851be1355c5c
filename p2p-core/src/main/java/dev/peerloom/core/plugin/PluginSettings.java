package dev.peerloom.core.plugin;

import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

/** A plugin's section of the settings, and which keys it asked for. Thread-safe. */
final class PluginSettings {
    private final String id;
    private final Map<String, String> values;
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    PluginSettings(String id, Map<String, String> values) {
        this.id = id;
        this.values = new TreeMap<>(values);
    }

    <T> T get(String key, T fallback, Function<? super String, ? extends T> parser) {
        asked.add(key);
        String value = values.get(key);
        if (value == null) {
            return fallback;
        }
        try {
            T parsed = parser.apply(value);
            if (parsed == null) {
                throw new NullPointerException(
                        "the parser of the setting " + key + " returned null");
            }
            return parsed;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SettingException(id + "." + key + ": " + reason(e, value), e);
        }
    }

    private static String reason(RuntimeException thrown, String value) {
        String shown = Text.oneLine(value);
        if (thrown.getClass() == NumberFormatException.class) {
            return "not a number: " + shown;
        }
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return "not a legal value: " + shown;
        }
        return Text.oneLine(message);
    }

    /** One line about the first key in the file that the plugin did not ask for. */
    Optional<String> unknown() {
        return values.keySet().stream()
                .filter(key -> !asked.contains(key))
                .findFirst()
                .map(
                        key ->
                                id
                                        + "."
                                        + Text.oneLine(key)
                                        + ": the plugin "
                                        + id
                                        + " has no such setting; "
                                        + Text.known("settings", key, new TreeSet<>(asked)));
    }

    /** A value that its parser refused: the operator's mistake, as one line. */
    static final class SettingException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        SettingException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
