package dev.peerloom.cli.verify;

/**
 * What one check found.
 *
 * @param check its name, as {@code manifest}
 * @param outcome what it came to
 * @param said one line that says what was found
 * @param advice what to do about it; empty if there is nothing to do
 */
public record CheckResult(String check, Outcome outcome, String said, String advice) {

    static CheckResult passed(String check, String said) {
        return new CheckResult(check, Outcome.PASSED, said, "");
    }

    static CheckResult skipped(String check, String said) {
        return new CheckResult(check, Outcome.SKIPPED, said, "");
    }

    static CheckResult warning(String check, String said, String advice) {
        return new CheckResult(check, Outcome.WARNING, said, advice);
    }

    static CheckResult fault(String check, String said, String advice) {
        return new CheckResult(check, Outcome.FAULT, said, advice);
    }
}
