package dev.peerloom.core.plugin;

/** A plugin that the operator does not trust. Never leaves this package. */
final class RefusedException extends PluginProblem {
    private static final long serialVersionUID = 1;

    /** What it calls itself; its file's name if that cannot be read. */
    private final String id;

    /** What version it says it is; empty if that cannot be read. */
    private final String version;

    RefusedException(String id, String version, String message) {
        super(message);
        this.id = id;
        this.version = version;
    }

    String id() {
        return id;
    }

    String version() {
        return version;
    }
}
