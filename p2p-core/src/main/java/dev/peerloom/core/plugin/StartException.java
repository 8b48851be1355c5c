package dev.peerloom.core.plugin;

import dev.peerloom.core.wire.CapabilityTakenException;

import java.util.Optional;

/**
 * A plugin did not start; the message is one line. Unchecked as PF4J's start() declares nothing.
 */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whether the operator can mend it, by a setting; otherwise it is the plugin's fault. */
    private final boolean configuration;

    /** The id of another plugin that it failed because of. */
    // Not serialized: nobody sends it anywhere.
    private final transient Optional<String> waitsFor;

    StartException(boolean configuration, String message, Throwable cause) {
        super(message, cause);
        this.configuration = configuration;
        this.waitsFor =
                cause instanceof CapabilityTakenException taken
                        ? Optional.of(taken.owner())
                        : Optional.empty();
    }

    StartException(boolean configuration, String message) {
        super(message);
        this.configuration = configuration;
        this.waitsFor = Optional.empty();
    }

    /** It failed because of another plugin. */
    StartException(String message, String because) {
        super(message);
        this.configuration = false;
        this.waitsFor = Optional.of(because);
    }

    boolean isConfiguration() {
        return configuration;
    }

    Optional<String> waitsFor() {
        return waitsFor;
    }
}
