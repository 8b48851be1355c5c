package dev.peerloom.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A pipe was read as a jar: the thread that owns all plugins waited for its other end for ever. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class NoPluginFileTest {
    @TempDir Path folder;

    private Path pipe;

    @BeforeEach
    void makePipe() throws IOException, InterruptedException {
        pipe = folder.resolve("pipe.jar");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    }

    @Test
    void aPipeOrDeviceIsNoPlugin() {
        for (Path file : List.of(pipe, Path.of("/dev/zero"))) {
            PluginProblem problem =
                    assertThrows(PluginProblem.class, () -> PluginReader.jars(file));
            assertEquals(
                    "the plugin " + file + " is neither a jar nor a folder", problem.getMessage());
            assertEquals(Optional.empty(), PluginFolder.stamp(file));
        }
    }

    @Test
    void aPipeInAFolderIsNoneOfItsJars() throws PluginProblem {
        assertEquals(List.of(), PluginReader.find(folder));
        assertEquals(List.of(), PluginReader.jars(folder));
    }

    @Test
    void aPipeIsNoSignature() throws IOException {
        Path jar = Files.createFile(folder.resolve("a.jar"));
        Path signature = SignedContent.signatureFile(jar);
        assertTrue(pipe.toFile().renameTo(signature.toFile()));
        assertEquals(Optional.empty(), SignedContent.of(jar).signer(jar, List.of()));
    }
}
