package dev.peerloom.cli;

/** How the program ends. */
final class ExitCode {
    /** It did what it was asked, or was asked to stop. */
    static final int OK = 0;

    /** Something went wrong that is not a mistake in what was asked. */
    static final int FAILED = 1;

    /** Wrong usage or configuration. */
    static final int USAGE = 2;

    private ExitCode() {}
}
