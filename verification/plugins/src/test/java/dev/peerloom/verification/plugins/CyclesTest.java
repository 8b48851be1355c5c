package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A plugin of 5 MB is loaded and unloaded many times in a small heap, and nothing of it stays. More
 * often with {@code -Dpeerloom.cycles=1000}.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("one-form")
class CyclesTest {
    private static final int CYCLES = Integer.getInteger("peerloom.cycles", 40);

    @TempDir Path folder;

    @Test
    void nothingOfAPluginStaysWhenItIsUnloaded() throws Exception {
        byte[] ballast = new byte[5 << 20];
        new Random(1).nextBytes(ballast);
        Path jar =
                PluginJar.plugin("heavy")
                        .module("heavy.main")
                        .source("heavy.main.Main", SOURCE)
                        .provides(Protocol.class, "heavy.main.Main")
                        .entry("heavy/main/ballast.bin", ballast)
                        .writeTo(folder.resolve("heavy.jar"));

        ChildJvm child =
                ChildJvm.start(
                        folder,
                        List.of("-Xmx128m", "-XX:MaxMetaspaceSize=96m"),
                        CycleProgram.class,
                        Files.createDirectory(folder.resolve("nodes")),
                        jar,
                        CYCLES);

        assertEquals(0, child.exitCode(), child.output());
        System.out.println(CYCLES + " cycles:\n" + child.output());
        assertTrue(child.output().contains("not grown"), child.output());
    }

    /** Uses what pins a loader when a host is careless: threads, thread locals, open streams. */
    private static final String SOURCE =
            """
            package heavy.main;
            import dev.peerloom.api.*;
            import java.io.*;
            import java.util.ResourceBundle;
            public class Main implements Protocol {
                private static final ThreadLocal<Main> LOCAL = ThreadLocal.withInitial(Main::new);
                private static final System.Logger LOG = System.getLogger("heavy");
                private final byte[] ballast;
                public Main() {
                    try (InputStream in = Main.class.getResourceAsStream("ballast.bin")) {
                        ballast = in.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                public String name() { return "heavy"; }
                public int version() { return 1; }
                public int length() { return 2; }
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    LOG.log(System.Logger.Level.DEBUG, () -> "with " + LOCAL.get().ballast.length);
                    try {
                        while (true) { channel.read(); }
                    } catch (EOFException e) {
                        LOG.log(System.Logger.Level.DEBUG, "over", e);
                    }
                }
            }
            """;
}
