package dev.peerloom.cli;

/** What a command does. */
@FunctionalInterface
interface Action {
    /** Does it and returns the exit code. */
    int run(Invocation call) throws Exception;
}
