package dev.peerloom.core.plugin;

/** What is wrong with a plugin, as one line that names it. Never leaves this package. */
class PluginProblem extends Exception {
    private static final long serialVersionUID = 1;

    PluginProblem(String message) {
        super(message);
    }

    PluginProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
