import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Run by the build's profile "release": links the JDK image that the distribution brings. In it are
 * the modules that the node's jars and the distribution's plugins need, as jdeps finds them, and
 * those that a plugin of anybody may need (docs/decisions/0020-the-jdk-image.md).
 */
final class Image {
    /**
     * What plugins get beyond what we need: every module of Java SE without a screen, and what
     * server programs use of the JDK.
     */
    private static final List<String> FOR_PLUGINS =
            List.of(
                    "java.compiler",
                    "java.instrument",
                    "java.logging",
                    "java.management",
                    "java.naming",
                    "java.net.http",
                    "java.prefs",
                    "java.scripting",
                    "java.security.jgss",
                    "java.security.sasl",
                    "java.sql",
                    "java.transaction.xa",
                    "java.xml",
                    "java.xml.crypto",
                    "jdk.crypto.cryptoki",
                    "jdk.httpserver",
                    "jdk.jcmd",
                    "jdk.jfr",
                    "jdk.management",
                    "jdk.naming.dns",
                    "jdk.net",
                    "jdk.nio.mapmode",
                    "jdk.security.auth",
                    "jdk.unsupported",
                    "jdk.zipfs");

    /**
     * What libraries name for a part of theirs that works without it: Jackson for annotations of
     * java.beans. 24 MB.
     */
    private static final Set<String> OPTIONAL = Set.of("java.desktop");

    private Image() {}

    /**
     * Takes the folder of the image, the node's jar, its libraries, the folders of assembler and
     * plugins, and the list of shapes of method handles.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path image = Path.of(args[0]);
        Path libraries = Path.of(args[2]);
        delete(image);
        Set<String> needed = new TreeSet<>(needed(jars(libraries), libraries));
        needed.addAll(needed(List.of(Path.of(args[1])), libraries));
        needed.addAll(needed(jars(Path.of(args[3])), libraries));
        for (Path plugin : plugins(Path.of(args[4]))) {
            needed.addAll(needed(jars(plugin), libraries, plugin));
        }
        System.out.println("modules that the jars need: " + needed);
        needed.removeAll(OPTIONAL);
        needed.addAll(FOR_PLUGINS);
        run(
                "jlink",
                "--add-modules",
                String.join(",", needed),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-0",
                "--output",
                image.toString());
        addLambdaForms(image, Path.of(args[5]));
        archiveClasses(image);
    }

    /**
     * Adds shapes of method handles to those that the JVM compiles when it writes an archive of
     * classes, the image's own or the node's cache. A shape that is in none is compiled at each
     * start. What a node still looks for says {@code PEERLOOM_JAVA_OPTS=
     * -Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true}: lines with "(fail)".
     */
    private static void addLambdaForms(Path image, Path forms) throws IOException {
        List<String> lines =
                Files.readAllLines(forms).stream().map("@lambda-form-invoker "::concat).toList();
        Files.write(image.resolve("lib/classlist"), lines, StandardOpenOption.APPEND);
    }

    /**
     * Has the image's JVM keep its loaded classes. Not by jlink's option: that makes the archives
     * for JVMs with long object headers, which the launchers' options do not ask for, and one for
     * heaps of 32 GB and more, which then start a little slower.
     */
    private static void archiveClasses(Path image) throws IOException, InterruptedException {
        Process java =
                new ProcessBuilder(
                                image.resolve("bin/java").toString(),
                                "-XX:+UseCompactObjectHeaders",
                                "-Xshare:dump",
                                "-Xlog:disable",
                                "-Xlog:all=error:stderr")
                        .inheritIO()
                        .start();
        if (java.waitFor() != 0) {
            throw new IOException("the image's JVM wrote no archive of its classes");
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** What each plugin's build made: NAME/target/plugin/NAME. */
    private static List<Path> plugins(Path sources) throws IOException {
        try (Stream<Path> all = Files.walk(sources, 4)) {
            return all.filter(Files::isDirectory)
                    .filter(folder -> folder.getParent().endsWith(Path.of("target", "plugin")))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> needed(List<Path> jars, Path... modulePath) {
        if (jars.isEmpty()) {
            return Set.of();
        }
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "--print-module-deps",
                                "--ignore-missing-deps",
                                "--multi-release",
                                "25"));
        args.addAll(
                List.of(
                        "--module-path",
                        String.join(
                                java.io.File.pathSeparator,
                                Stream.of(modulePath).map(Path::toString).toList())));
        jars.forEach(jar -> args.add(jar.toString()));
        Set<String> modules = new TreeSet<>();
        for (String line : run("jdeps", args.toArray(String[]::new)).lines().toList()) {
            if (!line.startsWith("Warning")) {
                for (String module : line.strip().split(",")) {
                    if (module.startsWith("java.") || module.startsWith("jdk.")) {
                        modules.add(module);
                    }
                }
            }
        }
        return modules;
    }

    private static String run(String tool, String... args) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, args);
        if (code != 0) {
            throw new IllegalStateException(tool + " " + String.join(" ", args) + "\n" + out);
        }
        return out.toString();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> below = Files.walk(folder)) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
