package dev.peerloom.cli.scaffold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class ScaffoldTest {
    private static final Pattern PLUGIN =
            Pattern.compile(
                    "<artifactId>([a-z]+(?:-[a-z]+)*-plugin)</artifactId>\\s*<version>([^<]+)<");

    private static final Pattern BARE_AMPERSAND = Pattern.compile("&(?!amp;)");

    @TempDir Path folder;

    private static Scaffold scaffold(BuildTool tool, String sdk) throws ConfigurationException {
        return new Scaffold(
                ProjectName.of("file-transfer", "org.example.files"),
                tool,
                URI.create(sdk),
                "1.2.3");
    }

    @ParameterizedTest
    @EnumSource(BuildTool.class)
    void everyPlaceIsFilled(BuildTool tool) throws Exception {
        Map<String, String> files = scaffold(tool, "file:///opt/peerloom/sdk").files();
        files.forEach(
                (path, text) -> {
                    assertFalse(path.matches(".*(PACKAGE|PREFIX).*"), path);
                    assertFalse(text.contains("{{"), path + ": " + text);
                    assertTrue(text.endsWith("\n"), path);
                });
        String protocol = files.get("src/main/java/org/example/files/FileTransferProtocol.java");
        assertTrue(protocol.contains("return \"filetran\";"), protocol);
        assertTrue(protocol.contains("package org.example.files;"), protocol);
        String manifest = files.get("src/main/resources/META-INF/MANIFEST.MF");
        assertTrue(manifest.contains("Plugin-Id: file-transfer\n"), manifest);
        assertTrue(manifest.contains("Plugin-Version: ${project.version}\n"), manifest);
        assertTrue(manifest.contains("Plugin-Requires: >=1.2.3\n"), manifest);
    }

    @ParameterizedTest
    @EnumSource(BuildTool.class)
    void theFolderOfTheDistributionMayBeCalledAnything(BuildTool tool) throws Exception {
        URI sdk = URI.create("file:///opt/a&b%20c/$%7Bx%7D/sdk/");
        Map<String, String> files = scaffold(tool, sdk.toString()).files();
        String build = files.get(tool == BuildTool.MAVEN ? "pom.xml" : "build.gradle.kts");
        if (tool == BuildTool.MAVEN) {
            assertFalse(BARE_AMPERSAND.matcher(build).find());
            build = build.replace("&amp;", "&");
        }
        String written = build.substring(build.indexOf("file:///opt"));
        written = written.substring(0, written.indexOf("sdk/") + "sdk/".length());
        // What both tools would expand is written as they leave it alone.
        assertFalse(written.contains("$"), written);
        assertEquals(sdk.getPath(), URI.create(written).getPath());
    }

    /** What was tried is what is written: this build uses the same plugins. */
    @Test
    void thePomTakesItsPluginsInTheVersionsOfThisBuild() throws Exception {
        String ours = Files.readString(Path.of("../pom.xml"));
        String pom = scaffold(BuildTool.MAVEN, "file:///sdk").files().get("pom.xml");
        List<MatchResult> plugins = PLUGIN.matcher(pom).results().toList();
        assertEquals(7, plugins.size());
        for (MatchResult plugin : plugins) {
            Pattern same =
                    Pattern.compile(
                            "<artifactId>%s</artifactId>\\s*<version>%s</version>"
                                    .formatted(plugin.group(1), Pattern.quote(plugin.group(2))));
            assertTrue(same.matcher(ours).find(), plugin.group());
        }
        assertTrue(ours.contains("<junit.version>" + version(pom, "junit-jupiter") + "<"));
        assertTrue(ours.contains("<slf4j.version>" + version(pom, "slf4j-simple") + "<"));
    }

    private static String version(String pom, String artifact) {
        return Pattern.compile(artifact + "</artifactId>\\s*<version>([^<]+)<")
                .matcher(pom)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Scaffold scaffold = scaffold(BuildTool.MAVEN, "file:///sdk");
        Path mine = Files.writeString(folder.resolve("pom.xml"), "mine");
        assertThrows(ConfigurationException.class, () -> scaffold.writeTo(folder));
        assertThrows(ConfigurationException.class, () -> scaffold.writeTo(mine));
        assertEquals("mine", Files.readString(mine));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(mine), left.toList());
        }
    }

    @Test
    void anEmptyFolderWillDo() throws Exception {
        Scaffold scaffold = scaffold(BuildTool.GRADLE, "file:///sdk");
        scaffold.writeTo(Files.createDirectory(folder.resolve("new")));
        for (String path : scaffold.files().keySet()) {
            assertTrue(Files.exists(folder.resolve("new").resolve(path)), path);
        }
    }
}
