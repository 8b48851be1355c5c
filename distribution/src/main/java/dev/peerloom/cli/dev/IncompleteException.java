package dev.peerloom.cli.dev;

/** What was compiled is not a whole plugin: the message says what is missing. */
final class IncompleteException extends Exception {
    private static final long serialVersionUID = 1;

    IncompleteException(String message) {
        super(message);
    }
}
