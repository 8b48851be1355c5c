package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A distribution as an application image: a folder with a native launcher in {@code bin/}, what an
 * archive has in {@code lib/app}, and the JDK image in {@code lib/runtime}. The JDK's jpackage
 * makes it, as a process: it is in no JDK image. Used by one thread.
 */
final class AppImage implements Packing {
    /** What the script in bin/ gives to the JVM. */
    static final List<String> JAVA_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xmn12m",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:TrimNativeHeapInterval=5000",
                    "-XX:CompileThresholdScaling=4",
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
        jpackage = Jpackage.find(Path.of(System.getProperty("java.home")), environment);
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
