package dev.peerloom.plugin.eth.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The import in a Java process of its own that is killed without warning, again and again. */
@Timeout(120)
class KilledImportTest {
    private static final int LENGTH = 1500;
    private static final int KILLS = 10;
    private static final int BATCH = 8;

    @TempDir Path directory;

    @Test
    void anImportThatIsKilledAgainAndAgainEndsLikeOneThatIsNot() throws Exception {
        TestChain blocks = TestChain.create(directory, LENGTH);
        Path export = blocks.write();
        Random random = new Random(20261124);
        long furthest = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long reached = killAfter(1 + random.nextInt(LENGTH / KILLS));
            assertTrue(
                    reached > furthest - BATCH,
                    "began at block " + reached + " after block " + furthest + " was there");
            furthest = reached;
        }
        assertTrue(furthest < LENGTH, "no kill came before the end");
        try (StoredChain chain = open(blocks.genesis(), export);
                MerkleRoots roots = new MerkleRoots()) {
            assertTrue(chain.pending() < Files.size(export), "what was imported is gone");
            chain.update(roots, () -> false);
            StoredChainTest.assertServesAll(chain, blocks);
        }
    }

    /** Returns the number of the first block that the process asked for. */
    private long killAfter(int blocks) throws IOException, InterruptedException {
        Process process = start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            long first = -1;
            for (int seen = 0; seen < blocks; seen++) {
                String line = lines.readLine();
                if (line == null) {
                    break; // it came to its end
                }
                first = first < 0 ? Long.parseLong(line) : first;
            }
            process.destroyForcibly(); // SIGKILL
            assertEquals(137, process.waitFor(), "it was not running any more");
            return first;
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
        command.addAll(List.of(KilledImportTest.class.getName(), directory.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** The modules of this test as a class path: classes, tests and libraries. */
    private static String classPath() {
        String tests = Path.of("target", "test-classes").toString();
        String path =
                String.join(
                        System.getProperty("path.separator"),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""));
        return tests
                + System.getProperty("path.separator")
                + Path.of("target", "classes")
                + System.getProperty("path.separator")
                + path;
    }

    private StoredChain open(Genesis genesis, Path export) throws IOException {
        return StoredChain.open(genesis, export, directory.resolve("chain.index"), BATCH);
    }

    /** Imports, and says each block's number before it does: the child process. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (MerkleRoots roots = new MerkleRoots()) {
            Genesis genesis = Genesis.read(directory.resolve("genesis.json"), roots);
            try (StoredChain chain =
                    StoredChain.open(
                            genesis,
                            directory.resolve("chain.rlp"),
                            directory.resolve("chain.index"),
                            BATCH)) {
                long size = Files.size(directory.resolve("chain.rlp"));
                long done = size - chain.pending();
                long[] next = {numberAt(directory.resolve("chain.rlp"), done)};
                chain.update(
                        roots,
                        () -> {
                            System.out.println(next[0]++);
                            System.out.flush();
                            return false;
                        });
            }
        }
    }

    /** The number of the block that begins at an offset. */
    private static long numberAt(Path export, long offset) throws IOException {
        try (ExportReader reader = new ExportReader(export, offset, Files.size(export));
                MerkleRoots roots = new MerkleRoots()) {
            ExportedBlock block = reader.next(roots);
            return block == null ? LENGTH + 1 : block.header().number();
        }
    }
}
