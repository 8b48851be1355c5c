package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A protocol that allocates without end in one session loses that session. */
@Execution(ExecutionMode.CONCURRENT)
class MemoryTest {
    @TempDir Path folder;

    @Test
    void anOutOfMemoryErrorEndsTheLinkThatCausedItAndIsShownAsItsOwn() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        ContainmentTest.calm().writeTo(plugins.resolve("calm.jar"));
        PluginJar.plugin("bad")
                .module("bad.main")
                .source(
                        "bad.main.Main",
                        ContainmentTest.badProtocol(
                                "for (List<byte[]> all = new ArrayList<>(); ; )"
                                        + " all.add(new byte[1 << 20]);",
                                ""))
                .provides(Protocol.class, "bad.main.Main")
                .writeTo(plugins.resolve("bad.jar"));

        ChildJvm child =
                ChildJvm.start(
                        folder,
                        List.of("-Xmx96m"),
                        HogProgram.class,
                        Files.createDirectory(folder.resolve("nodes")),
                        plugins);

        assertEquals(0, child.exitCode(), child.output());
        String output = child.output();
        assertTrue(output.contains("calm[]"), output);
        assertTrue(output.contains("bad[PluginFault["), output);
        assertTrue(
                output.contains("bad/1: run() threw java.lang.OutOfMemoryError: Java heap space"),
                output);
        assertTrue(output.contains("count=3]"), output);
        assertTrue(output.contains("calm went on over one link"), output);
    }
}
