package dev.peerloom.cli;

import dev.peerloom.core.ConfigurationException;

import java.io.PrintStream;

/** Turns what went wrong into one line on standard error and an exit code. Immutable. */
final class Complaints {
    private final PrintStream err;

    Complaints(PrintStream err) {
        this.err = err;
    }

    /** What a command threw. */
    int failure(Exception problem) {
        boolean stacks = Logging.showsStacks();
        if (stacks) {
            problem.printStackTrace(err);
        }
        if (problem instanceof ConfigurationException wrong) {
            return mistake(String.valueOf(wrong.getMessage()));
        }
        String hint = stacks ? "" : " ('--log-level debug' shows where)";
        say(problem + hint);
        return ExitCode.FAILED;
    }

    /** Wrong usage or configuration. */
    int mistake(String message) {
        say(message);
        return ExitCode.USAGE;
    }

    private void say(String message) {
        Brand brand = Brand.current();
        err.println(brand.name() + ": " + Lines.escape(brand.rename(message.strip())));
        err.flush();
    }
}
