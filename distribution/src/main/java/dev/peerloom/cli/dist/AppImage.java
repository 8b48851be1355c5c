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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A distribution as an application image: a folder with a native launcher in {@code bin/}, what an
 * archive has in {@code lib/app}, and the JDK image in {@code lib/runtime}. The JDK's jpackage
 * makes it, as a process: it is in no JDK image. Used by one thread.
 */
final class AppImage implements Packing {
    private static final int NEEDED = 25;

    /** What the script in bin/ gives to the JVM. */
    private static final List<String> JAVA_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xmn12m",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:TrimNativeHeapInterval=5000",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=io.netty.common,dev.peerloom.core",
                    "--add-modules=ALL-DEFAULT",
                    "-Dpeerloom.home=$APPDIR");

    private final Plan plan;
    private final Path work;
    private final Path jpackage;

    /** Looks for jpackage, which must be there. */
    AppImage(Plan plan, Path work, Map<String, String> environment)
            throws ConfigurationException, IOException, InterruptedException {
        if (!plan.jdk()) {
            throw new ConfigurationException(
                    "an application image brings a JDK image: set platform = \"linux-x64\"");
        }
        this.plan = plan;
        this.work = work;
        jpackage = find(environment);
    }

    private static Path find(Map<String, String> environment)
            throws ConfigurationException, IOException, InterruptedException {
        Stream<String> homes =
                Stream.of("PEERLOOM_JAVA", "JAVA_HOME")
                        .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
                        .map(home -> home + "/bin");
        Stream<String> path =
                Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1));
        List<Path> folders =
                Stream.of(Stream.of(System.getProperty("java.home") + "/bin"), homes, path)
                        .flatMap(folder -> folder)
                        .map(Path::of)
                        .toList();
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

    private static boolean isNewEnough(Path candidate) throws IOException, InterruptedException {
        String feature =
                run(List.of(candidate.toString(), "--version")).strip().split("[^0-9]", 2)[0];
        return !feature.isEmpty() && Integer.parseInt(feature) >= NEEDED;
    }

    @Override
    public Path root() {
        return work.resolve("app");
    }

    @Override
    public Path pack(Tools tools) throws ConfigurationException, IOException, InterruptedException {
        // jpackage takes it by itself, as a part of its own.
        Path runtime = work.resolve("runtime");
        Files.move(root().resolve("jdk"), runtime);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                jpackage.toString(),
                                "--type",
                                "app-image",
                                "--name",
                                plan.name(),
                                "--dest",
                                work.resolve("image").toString(),
                                "--runtime-image",
                                runtime.toString(),
                                "--module-path",
                                root().resolve("lib").toString(),
                                "--module",
                                "dev.peerloom.cli/dev.peerloom.cli.Main"));
        for (String option : JAVA_OPTIONS) {
            command.addAll(List.of("--java-options", option));
        }
        run(command);
        Path image = work.resolve("image").resolve(plan.name());
        Path app = image.resolve("lib/app");
        // Not as jpackage's input: it puts each jar that it finds there on the class path.
        Folders.copy(root(), app, file -> true);
        Folders.delete(app.resolve("mods"));
        Path launch = app.resolve(plan.name() + ".cfg");
        String modulePath = Files.readString(launch).replace("$APPDIR/mods", "$APPDIR/lib");
        Files.writeString(launch, modulePath);
        return image;
    }

    /** Runs a program of the JDK; what it says goes into the complaint if it fails. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command.getFirst() + " failed: " + said.strip());
        }
        return said;
    }
}
