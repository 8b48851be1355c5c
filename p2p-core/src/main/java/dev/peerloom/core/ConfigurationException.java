package dev.peerloom.core;

/**
 * The operator asked for something that cannot be: the message is one line which says what, and
 * what to do. A program shows it without a stack trace and ends with exit code 2.
 */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    /** Makes an exception with the line to show. */
    public ConfigurationException(String message) {
        super(message);
    }

    /** Makes an exception with the line to show and what led to it. */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
