package dev.peerloom.core.plugin;

/**
 * A plugin did not start; the message is one line. Unchecked as PF4J's start() declares nothing.
 */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whether the operator can mend it, by a setting; otherwise it is the plugin's fault. */
    private final boolean configuration;

    StartException(boolean configuration, String message, Throwable cause) {
        super(message, cause);
        this.configuration = configuration;
    }

    StartException(boolean configuration, String message) {
        super(message);
        this.configuration = configuration;
    }

    boolean isConfiguration() {
        return configuration;
    }
}
