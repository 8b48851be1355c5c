package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds a full JDK's jpackage, in the places in which the launcher looks for Java. */
final class Jpackage {
    private static final int NEEDED = 25;

    /** As in the launcher, for what an application image can be made on. */
    static final List<String> USUAL =
            List.of(
                    "/usr/lib/jvm",
                    "/usr/lib64/jvm",
                    "/usr/java",
                    "/usr/local/java",
                    "/opt",
                    "/opt/java",
                    "$HOME/.sdkman/candidates/java",
                    "$HOME/.jdks",
                    "$HOME/.local/share/mise/installs/java",
                    "$HOME/.asdf/installs/java");

    private Jpackage() {}

    /**
     * The first one that is new enough.
     *
     * @param javaHome where the Java that runs lies: its tools come first
     * @param environment {@code PEERLOOM_JAVA}, {@code JAVA_HOME}, {@code PATH}, {@code
     *     PEERLOOM_JAVA_DIRS} and {@code HOME} name places, in this order
     */
    static Path find(Path javaHome, Map<String, String> environment)
            throws ConfigurationException, IOException, InterruptedException {
        List<Path> folders = new ArrayList<>(List.of(javaHome.resolve("bin")));
        for (String name : List.of("PEERLOOM_JAVA", "JAVA_HOME")) {
            entries(environment.getOrDefault(name, ""))
                    .forEach(home -> folders.addAll(List.of(home.resolve("bin"), home)));
        }
        folders.addAll(entries(environment.getOrDefault("PATH", "")));
        for (Path usual : usual(environment)) {
            homes(usual).forEach(home -> folders.add(home.resolve("bin")));
        }
        for (Path folder : folders) {
            Path candidate = folder.resolve("jpackage");
            if (Files.isExecutable(candidate) && isNewEnough(candidate)) {
                return candidate;
            }
        }
        throw new ConfigurationException(
                "an application image is made by jpackage, which a full JDK %d has: set JAVA_HOME to one"
                        .formatted(NEEDED));
    }

    private static List<Path> usual(Map<String, String> environment) {
        String folders =
                environment.getOrDefault(
                        "PEERLOOM_JAVA_DIRS", String.join(File.pathSeparator, USUAL));
        return entries(folders.replace("$HOME", environment.getOrDefault("HOME", "")));
    }

    private static List<Path> entries(String places) {
        return Stream.of(places.split(File.pathSeparator, -1))
                .filter(place -> !place.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static List<Path> homes(Path usual) throws IOException {
        if (!Files.isReadable(usual) || !Files.isDirectory(usual)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(usual)) {
            return homes.sorted().toList();
        }
    }

    /** One that cannot say its version is none: the next place may have a better one. */
    private static boolean isNewEnough(Path candidate) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(candidate.toString(), "--version")
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String feature = said.strip().split("[^0-9]", 2)[0];
        return process.waitFor() == 0
                && !feature.isEmpty()
                && feature.length() < 6
                && Integer.parseInt(feature) >= NEEDED;
    }
}
