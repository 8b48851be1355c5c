package dev.peerloom.cli.verify;

import dev.peerloom.cli.Lines;

import java.util.Locale;

/** A report for people. */
public final class ReportText {
    private static final String NEXT_LINE = " ".repeat(20);

    private ReportText() {}

    /**
     * The lines, each with its line end.
     *
     * @param symbols whether check marks can be shown; words otherwise
     */
    public static String of(VerifyReport report, boolean symbols) {
        StringBuilder text = new StringBuilder();
        String name =
                report.id().isEmpty()
                        ? report.file().toString()
                        : report.id() + " " + report.version() + " (" + report.file() + ")";
        line(text, name);
        for (CheckResult result : report.results()) {
            String mark = symbols ? symbol(result.outcome()) : word(result.outcome());
            line(
                    text,
                    String.format(
                            Locale.ROOT, "  %s %-13s%s", mark, result.check(), result.said()));
            if (!result.advice().isEmpty()) {
                line(
                        text,
                        NEXT_LINE.substring(0, symbols ? 17 : 20)
                                + (symbols ? "→ " : "-> ")
                                + result.advice());
            }
        }
        line(text, summary(report));
        return text.toString();
    }

    private static String summary(VerifyReport report) {
        long warnings = report.count(Outcome.WARNING);
        String more = warnings == 0 ? "" : ", " + count(warnings, "warning");
        String seed = " (seed " + report.seed() + ")";
        return (report.passed()
                        ? "No faults" + more
                        : count(report.count(Outcome.FAULT), "fault") + more)
                + seed;
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void line(StringBuilder text, String line) {
        text.append(Lines.escape(line)).append(System.lineSeparator());
    }

    private static String symbol(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "✓";
            case WARNING -> "!";
            case FAULT -> "✗";
            case SKIPPED -> "-";
        };
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "ok  ";
            case WARNING -> "warn";
            case FAULT -> "FAIL";
            case SKIPPED -> "skip";
        };
    }
}
