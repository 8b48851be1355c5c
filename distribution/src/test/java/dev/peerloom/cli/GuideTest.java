package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.scaffold.BuildTool;
import dev.peerloom.cli.scaffold.ProjectName;
import dev.peerloom.cli.scaffold.Scaffold;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Settings;
import dev.peerloom.core.Node;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The guide leads to the example: 'plugin new chat', and then the guide's files. The example itself
 * is compiled, tested and run by ExampleIT.
 */
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/writing-a-protocol.md");
    private static final Path EXAMPLE = Path.of("../examples/chat");

    private static final Pattern BLOCK =
            Pattern.compile("(?:\\*\\*`([^`\n]+)`\\*\\*\n\n)?```(\\w*)\n(.*?)```", Pattern.DOTALL);

    private static final Pattern SDK = Pattern.compile("<peerloom\\.sdk>.*</peerloom\\.sdk>");

    @TempDir Path folder;

    private static List<MatchResult> blocks(Path document) throws IOException {
        return BLOCK.matcher(Files.readString(document)).results().toList();
    }

    private static List<String> lines(Path document) throws IOException {
        List<String> lines = new ArrayList<>();
        for (MatchResult block : blocks(document)) {
            if (block.group(2).equals("sh")) {
                block.group(3).lines().forEach(lines::add);
            }
        }
        return lines;
    }

    private static Map<String, String> filesOfTheGuide() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (MatchResult block : blocks(GUIDE)) {
            if (block.group(1) != null) {
                assertFalse(files.containsKey(block.group(1)), block.group(1) + " comes twice");
                files.put(block.group(1), block.group(3));
            } else {
                assertFalse(block.group(2).equals("java"), "nobody compiles " + block.group(3));
            }
        }
        return files;
    }

    private static Map<String, String> filesOfTheExample() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(EXAMPLE)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = EXAMPLE.relativize(file).toString();
                if (!name.startsWith("target")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    @Test
    void whoFollowsTheGuideGetsTheExample() throws Exception {
        Map<String, String> project =
                new TreeMap<>(
                        new Scaffold(
                                        ProjectName.of("chat"),
                                        BuildTool.MAVEN,
                                        URI.create("file:///sdk"),
                                        Node.version())
                                .files());
        for (String line : lines(GUIDE)) {
            if (line.startsWith("rm ")) {
                String removed = line.substring("rm ".length());
                assertTrue(project.remove(removed) != null, line);
            }
        }
        Map<String, String> written = filesOfTheGuide();
        assertTrue(written.size() >= 9, () -> "files in the guide: " + written.keySet());
        project.putAll(written);
        Map<String, String> example = filesOfTheExample();
        // The example is built with what this build has made, wherever that lies.
        project.computeIfPresent("pom.xml", (name, text) -> SDK.matcher(text).replaceAll(""));
        example.computeIfPresent("pom.xml", (name, text) -> SDK.matcher(text).replaceAll(""));
        assertEquals(example.keySet(), project.keySet());
        example.forEach((name, text) -> assertEquals(text, project.get(name), name));
    }

    /** Each command of ours in what people read is one that this program takes. */
    @Test
    void theCommandsOfTheDocumentsAreThoseOfTheProgram() throws Exception {
        Set<String> seen = new HashSet<>();
        for (Path document :
                List.of(GUIDE, Path.of("../README.md"), EXAMPLE.resolve("README.md"))) {
            for (String line : lines(document)) {
                for (String command : line.split("&&|#", -1)) {
                    List<String> words = words(command);
                    if (!words.isEmpty() && words.getFirst().matches("(.*/)?peerloom")) {
                        Cli.commandLine()
                                .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
                        seen.add(words.get(1));
                    }
                }
            }
        }
        assertTrue(seen.containsAll(Set.of("plugin", "run", "demo")), seen::toString);
    }

    private static List<String> words(String command) {
        return Pattern.compile("'([^']*)'|\\S+")
                .matcher(command.strip())
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toList();
    }

    @Test
    void theConfigurationOfTheGuideIsRead() throws Exception {
        List<String> files =
                blocks(GUIDE).stream()
                        .filter(block -> block.group(2).equals("toml"))
                        .map(block -> block.group(3))
                        .toList();
        assertFalse(files.isEmpty());
        for (String text : files) {
            Path file = Files.writeString(folder.resolve("node.toml"), text);
            Settings settings =
                    Settings.read(
                            new EnumMap<Setting, List<String>>(
                                    Map.of(Setting.CONFIG, List.of(file.toString()))),
                            Map.of(),
                            Optional.empty());
            assertEquals(Map.of("nick", "ada", "history", "500"), settings.plugins().get("chat"));
        }
    }
}
