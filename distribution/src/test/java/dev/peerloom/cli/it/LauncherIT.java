package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which Java {@code bin/peerloom} takes. */
class LauncherIT {
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final List<String> VERSION = List.of("--version");

    @TempDir Path folder;

    private final Map<String, String> environment = new TreeMap<>();

    /** An environment without any Java, but with the one tool that the launcher calls. */
    @BeforeEach
    void noJavaAnywhere() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("tools"));
        Path readlink =
                Files.writeString(
                        bin.resolve("readlink"), "#!/bin/sh\nexec /usr/bin/readlink \"$@\"\n");
        Files.setPosixFilePermissions(readlink, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("PATH", bin.toString());
        environment.put("JAVA_HOME", "");
        environment.put("HOME", folder.toString());
        environment.put("PEERLOOM_JAVA_DIRS", "");
    }

    /** A JDK as far as the launcher looks: it says its version, and cannot run anything. */
    private Path fake(String name, String version, boolean release) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2020-01-01' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (release) {
            Files.writeString(
                    home.resolve("release"),
                    "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        }
        return home;
    }

    private void assertRuns(Path launcher) throws Exception {
        try (Launched peerloom = Launched.start(launcher, environment, VERSION)) {
            assertEquals(0, peerloom.exit(), peerloom::toString);
            assertEquals(List.of(), peerloom.err());
            assertTrue(peerloom.out().getFirst().startsWith("peerloom "), peerloom::toString);
        }
    }

    private void assertFindsNone(String found) throws Exception {
        try (Launched peerloom = Launched.start(Launched.launcher(), environment, VERSION)) {
            peerloom.assertMistake(1, "needs Java 25 or newer, " + found, "PEERLOOM_JAVA");
        }
    }

    @Test
    void withoutJavaItSaysWhatToDo() throws Exception {
        assertFindsNone("found none");
    }

    @Test
    void anOlderJavaIsNamedWhereverItIs() throws Exception {
        Path old = fake("jdk-17", "17.0.15", true);
        environment.put("JAVA_HOME", old.toString());
        assertFindsNone("found only 17.0.15 in " + old.resolve("bin").resolve("java"));

        environment.put("JAVA_HOME", "");
        environment.put("PEERLOOM_JAVA_DIRS", folder.toString());
        assertFindsNone("found only 17.0.15");
    }

    @Test
    void withoutAReleaseFileJavaItselfIsAsked() throws Exception {
        environment.put("PEERLOOM_JAVA", fake("jdk8", "1.8.0_402", false).toString());
        assertFindsNone("found only 1.8.0_402");
    }

    @Test
    void javaIsTakenFromEachPlace() throws Exception {
        Map<String, String> places =
                Map.of(
                        "PEERLOOM_JAVA",
                        JDK.toString(),
                        "JAVA_HOME",
                        JDK.toString(),
                        "PATH",
                        environment.get("PATH") + ":" + JDK.resolve("bin"),
                        "PEERLOOM_JAVA_DIRS",
                        "/nowhere:" + JDK.getParent());
        Map<String, String> none = Map.copyOf(environment);
        for (Map.Entry<String, String> place : places.entrySet()) {
            environment.clear();
            environment.putAll(none);
            environment.put(place.getKey(), place.getValue());
            assertRuns(Launched.launcher());
        }
        environment.clear();
        environment.putAll(none);
        environment.put("PEERLOOM_JAVA", JDK.resolve("bin").resolve("java").toString());
        assertRuns(Launched.launcher());
    }

    @Test
    void whatIsTooOldIsSkipped() throws Exception {
        environment.put("PEERLOOM_JAVA", fake("jdk-17", "17.0.15", true).toString());
        environment.put("JAVA_HOME", fake("jdk-24", "24.0.2", true).toString());
        environment.put("PATH", environment.get("PATH") + ":" + JDK.resolve("bin"));
        assertRuns(Launched.launcher());
    }

    @Test
    void linksToTheLauncherAndToJavaAreFollowed() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("my bin"));
        Path first = Files.createSymbolicLink(bin.resolve("first"), Launched.launcher());
        Files.createSymbolicLink(bin.resolve("second"), first.getFileName());
        Path java =
                Files.createSymbolicLink(bin.resolve("java"), JDK.resolve("bin").resolve("java"));
        environment.put("PEERLOOM_JAVA", java.toString());
        assertRuns(bin.resolve("second"));
    }

    @Test
    void optionsForTheJvmComeAfterOurs() throws Exception {
        environment.put("JAVA_HOME", JDK.toString());
        environment.put(
                "PEERLOOM_JAVA_OPTS", "-XX:+UseG1GC -XX:-UseSerialGC -Dpeerloom.home=/none");
        assertRuns(Launched.launcher());
    }
}
