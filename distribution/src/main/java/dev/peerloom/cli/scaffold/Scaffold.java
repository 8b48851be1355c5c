package dev.peerloom.cli.scaffold;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The project of a new plugin: a protocol with two messages, its tests, and the build. Immutable.
 *
 * @param name what it is called
 * @param tool what it is built with
 * @param sdk the repository that has Peerloom's artifacts
 * @param version the version of Peerloom that it is written for
 */
public record Scaffold(ProjectName name, BuildTool tool, URI sdk, String version) {
    private static final List<String> COMMON =
            List.of(
                    ".gitignore",
                    "src/main/java/module-info.java",
                    "src/main/java/PACKAGE/PREFIXProtocol.java",
                    "src/main/java/PACKAGE/Greeting.java",
                    "src/main/resources/META-INF/MANIFEST.MF",
                    "src/test/java/PACKAGE/PREFIXProtocolTest.java",
                    "src/test/java/PACKAGE/PREFIXContractTest.java",
                    "src/test/java/PACKAGE/PREFIXLoopbackTest.java");

    private static final List<String> MAVEN = List.of("pom.xml", "README.md");
    private static final List<String> GRADLE =
            List.of("build.gradle.kts", "settings.gradle.kts", "README.md");

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z0-9]+)}}");

    private static final Properties LIBRARIES = libraries();

    private static Properties libraries() {
        Properties versions = new Properties();
        try (InputStream in = resource("versions.properties")) {
            versions.load(in);
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read versions.properties", e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                Scaffold.class.getResourceAsStream(name), () -> name + " is missing");
    }

    /** The files, by their paths in the project. */
    public Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        COMMON.forEach(path -> files.put(inProject(path), fill("common", path)));
        if (tool == BuildTool.MAVEN) {
            MAVEN.forEach(path -> files.put(path, fill("maven", path)));
        } else {
            GRADLE.forEach(path -> files.put(path, fill("gradle", path)));
        }
        return files;
    }

    /**
     * Writes the project.
     *
     * @param folder a folder that does not exist or is empty
     * @throws ConfigurationException if there is something already; nothing is written then
     */
    public void writeTo(Path folder) throws ConfigurationException, IOException {
        if (Files.exists(folder) && !isEmptyFolder(folder)) {
            throw new ConfigurationException(
                    folder
                            + " exists already, and nothing in it is overwritten: name another"
                            + " folder with --dir");
        }
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private String inProject(String path) {
        return path.replace("PACKAGE", name.packageName().replace('.', '/'))
                .replace("PREFIX", name.prefix());
    }

    /** A template's file name is that of the file, and ends in .txt: it is no source of ours. */
    private String fill(String folder, String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        String resource = folder + "/" + file.replace("PREFIX", "") + ".txt";
        try (InputStream in = resource(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return PLACE.matcher(text).replaceAll(this::value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the template " + resource, e);
        }
    }

    private String value(MatchResult place) {
        String value =
                switch (place.group(1)) {
                    case "id" -> name.id();
                    case "capability" -> name.capability();
                    case "package" -> name.packageName();
                    case "prefix" -> name.prefix();
                    case "version" -> version;
                    case "junit", "slf4j" -> LIBRARIES.getProperty(place.group(1));
                    case "sdk" -> escaped(sdk.toString());
                    default -> throw new IllegalStateException("no value for " + place.group());
                };
        return Matcher.quoteReplacement(value);
    }

    /** As the build file takes it: a URI has no '<' and no quotes, but both tools expand a '$'. */
    private String escaped(String uri) {
        return tool == BuildTool.MAVEN
                ? uri.replace("&", "&amp;").replace("$", "%24")
                : uri.replace("$", "%24");
    }
}
