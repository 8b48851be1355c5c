import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Run by the build's profile "site": the Javadoc of what plugins import and are tested with, from
 * the project's folder into api/ and testkit/ of another. By the JDK's own tool: there is nothing
 * to configure that would be worth a plug-in.
 */
final class Javadoc {
    private Javadoc() {}

    public static void main(String[] args) throws IOException {
        Path project = Path.of(args[0]);
        Path target = Path.of(args[1]);
        String libraries =
                project.resolve("distribution/target/peerloom/lib")
                        + File.pathSeparator
                        + project.resolve("docs/site/target/libraries");
        run(project.resolve("p2p-api"), target.resolve("api"), "dev.peerloom.api", libraries);
        run(
                project.resolve("p2p-testkit"),
                target.resolve("testkit"),
                "dev.peerloom.testkit",
                libraries);
    }

    private static void run(Path module, Path target, String name, String libraries)
            throws IOException {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "-quiet",
                                "-Xdoclint:all",
                                "-Werror",
                                "-notimestamp",
                                "-encoding",
                                "UTF-8",
                                "-d",
                                target.toString(),
                                "--module-path",
                                libraries,
                                "-doctitle",
                                name));
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .sorted()
                    .forEach(args::add);
        }
        int code =
                ToolProvider.findFirst("javadoc")
                        .orElseThrow()
                        .run(System.out, System.err, args.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException("javadoc of " + name + " failed");
        }
    }
}
