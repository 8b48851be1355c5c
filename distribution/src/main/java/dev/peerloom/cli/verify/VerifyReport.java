package dev.peerloom.cli.verify;

import java.nio.file.Path;
import java.util.List;

/**
 * What became of verifying one plugin.
 *
 * @param file the jar or the folder
 * @param id its {@code Plugin-Id}, empty if it has none
 * @param version its {@code Plugin-Version}, empty if it has none
 * @param seed what the random messages came from
 * @param results in the order in which the checks were made
 */
public record VerifyReport(
        Path file, String id, String version, long seed, List<CheckResult> results) {

    /** Copies. */
    public VerifyReport {
        results = List.copyOf(results);
    }

    /** Whether there is no fault. */
    public boolean passed() {
        return count(Outcome.FAULT) == 0;
    }

    /** How many results have an outcome. */
    public long count(Outcome outcome) {
        return results.stream().filter(r -> r.outcome() == outcome).count();
    }
}
