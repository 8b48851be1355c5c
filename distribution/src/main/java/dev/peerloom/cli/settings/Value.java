package dev.peerloom.cli.settings;

import dev.peerloom.core.ConfigurationException;

import java.util.function.Function;

/**
 * A text that was given for a setting.
 *
 * @param setting what it is for
 * @param text as it was written
 * @param origin where it was written, for error messages: {@code --port}, {@code PEERLOOM_PORT},
 *     {@code line 3 of peerloom.toml}
 */
public record Value(Setting setting, String text, String origin) {

    /**
     * Reads the text.
     *
     * @param expected what the parser understands, for the error message
     * @param parser throws IllegalArgumentException if it does not understand
     */
    public <T> T parse(String expected, Function<? super String, ? extends T> parser)
            throws ConfigurationException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(expected, e);
        }
    }

    /** The complaint that the text is not what it must be. */
    ConfigurationException wrong(String expected, IllegalArgumentException cause) {
        return new ConfigurationException(
                "%s is \"%s\" (%s), but must be %s"
                        .formatted(setting.key(), text, origin, expected),
                cause);
    }
}
