package dev.peerloom.verification.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A little of every load on the node as it is shipped: the load program works, and so do they. */
final class CompareIT {
    @TempDir private Path work;

    @Test
    void everyLoadIsPutOnANodeAndItsFiguresAreWritten() throws IOException {
        Plan plan = Plan.smoke();
        String table = compare("--smoke");
        List<Stage> stages = new ArrayList<>(plan.warm());
        stages.addAll(plan.fresh());
        for (Stage stage : stages) {
            assertTrue(table.contains("| " + stage.name() + " |"), stage.name() + " in " + table);
        }
    }

    @Test
    void aLinkRunsFiftyProtocols() throws IOException {
        assertTrue(
                compare("--growth", "--only", "^sink 64 B, 50", "--smoke")
                        .contains("50 protocols"));
    }

    private String compare(String... more) throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        Files.copy(Path.of(System.getProperty("bench")), plugins.resolve("bench.jar"));
        Files.copy(Path.of(System.getProperty("many")), plugins.resolve("many.jar"));
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--node", "Peerloom=" + System.getProperty("peerloom")));
        arguments.addAll(List.of("--plugins", plugins.toString()));
        arguments.addAll(List.of("--out", work.resolve("out").toString()));
        arguments.addAll(List.of("--rounds", "1", "--warm-up", "0"));
        assertEquals(0, new CommandLine(new Compare()).execute(arguments.toArray(String[]::new)));
        return Files.readString(work.resolve("out").resolve("results.md"));
    }
}
