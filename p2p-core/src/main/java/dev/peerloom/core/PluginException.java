package dev.peerloom.core;

/**
 * A plugin could not be loaded, reloaded or unloaded while the node was running: the message is one
 * line which says what is wrong, and who is at fault. The node goes on.
 */
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1;

    /** Makes an exception with the line to show. */
    public PluginException(String message) {
        super(message);
    }

    /** Makes an exception with the line to show and what led to it. */
    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
