package dev.peerloom.cli.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class JpackageTest {
    @TempDir Path folder;

    /** A JDK image without tools. */
    private Path image() {
        return folder.resolve("image");
    }

    private Path jdk(String name, String script) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
        Path program = Files.writeString(bin.resolve("jpackage"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder.resolve(name);
    }

    /** JAVA_HOME named a JDK 17, whose jpackage was taken for none at all. */
    @Test
    void aJavaHomeThatIsTooOldHidesNoneThatIsNewEnough() throws Exception {
        Path old = jdk("home", "echo 17.0.15");
        Path fresh = jdk("jvm/temurin-25", "echo 25.0.1");
        Map<String, String> environment =
                Map.of(
                        "JAVA_HOME", old.toString(),
                        "PATH", old.resolve("bin").toString(),
                        "PEERLOOM_JAVA_DIRS", folder.resolve("none") + ":" + folder.resolve("jvm"));
        assertEquals(fresh.resolve("bin/jpackage"), Jpackage.find(image(), environment));
    }

    @Test
    void whatCannotSayItsVersionIsPassedOver() throws Exception {
        Path broken = jdk("broken", "echo 25; exit 1");
        Path mute = jdk("mute", "echo no idea");
        Path fresh = jdk("fresh", "echo 26-ea");
        Map<String, String> environment =
                Map.of(
                        "PEERLOOM_JAVA", broken.toString(),
                        "JAVA_HOME", mute.toString(),
                        "PATH", "/nonexistent::" + fresh.resolve("bin"));
        assertEquals(fresh.resolve("bin/jpackage"), Jpackage.find(image(), environment));
    }

    @Test
    void withNoneTheUserLearnsWhatToDo() {
        Map<String, String> environment = Map.of("PEERLOOM_JAVA_DIRS", "");
        String said =
                assertThrows(
                                ConfigurationException.class,
                                () -> Jpackage.find(image(), environment))
                        .getMessage();
        assertTrue(said.endsWith("set JAVA_HOME to one"), said);
    }
}
