package dev.peerloom.cli.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** When the cache is made, with a launcher that only says that it was started. */
class ClassCacheTest {
    private static final String READY =
            """
            #!/bin/sh
            echo "$PEERLOOM_AOT_OUTPUT" >> "${0%/*}/../starts"
            trap 'echo classes > "$PEERLOOM_AOT_OUTPUT"; exit 0' TERM
            echo "READY enode://of-nobody"
            while :; do sleep 0.02; done
            """;

    private static final String BROKEN =
            """
            #!/bin/sh
            echo "$PEERLOOM_AOT_OUTPUT" >> "${0%/*}/../starts"
            exit 1
            """;

    @TempDir Path home;

    private Path file;

    @BeforeEach
    void distribution() throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("lib/a.jar"), "jar");
        launcher(READY);
        file = home.resolve("cache").resolve("peerloom-1.aot");
    }

    private void launcher(String script) throws IOException {
        Path start = Files.createDirectories(home.resolve("bin")).resolve("peerloom");
        Files.writeString(start, script);
        Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void make() {
        try (ClassCache cache = new ClassCache(home, file)) {
            cache.make();
        }
    }

    private long starts() throws IOException {
        Path log = home.resolve("starts");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private List<String> inFolder() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void itIsMadeOnceForTheSameJars() throws Exception {
        make();
        make();
        assertEquals(1, starts());
        assertEquals("classes\n", Files.readString(file));
        assertEquals(List.of("lock", "peerloom-1.aot", "peerloom-1.aot.made-of"), inFolder());
    }

    @Test
    void itIsMadeAgainWhenAJarChangesOrItIsGone() throws Exception {
        make();
        Files.writeString(home.resolve("lib/a.jar"), "another jar");
        make();
        assertEquals(2, starts());
        Files.delete(file);
        make();
        assertEquals(3, starts());
        assertTrue(Files.exists(file));
    }

    @Test
    void thoseOfFormerVersionsGo() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file.resolveSibling("peerloom-0.aot"), "old");
        Files.createDirectory(file.resolveSibling("making-1"));
        make();
        assertEquals(List.of("lock", "peerloom-1.aot", "peerloom-1.aot.made-of"), inFolder());
    }

    @Test
    void whatDoesNotWorkIsNotTriedAgain() throws Exception {
        launcher(BROKEN);
        make();
        make();
        assertEquals(1, starts());
        assertFalse(Files.exists(file));
    }

    @Test
    void whileAnotherMakesItNothingIsDone() throws Exception {
        Path lock = Files.createDirectories(file.getParent()).resolve("lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertTrue(held.isValid());
            make();
        }
        assertEquals(0, starts());
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsLeftAlone() throws Exception {
        file = home.resolve("lib/a.jar/cache/peerloom-1.aot");
        make();
        assertEquals(0, starts());
    }

    @Test
    void onceClosedNothingIsStarted() throws Exception {
        ClassCache cache = new ClassCache(home, file);
        cache.close();
        cache.make();
        assertEquals(0, starts());
        assertEquals(List.of("lock"), inFolder());
    }
}
