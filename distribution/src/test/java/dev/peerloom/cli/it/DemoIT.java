package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code peerloom demo} and {@code peerloom plugin list} as processes. */
class DemoIT {
    @TempDir Path folder;

    private static final Map<String, String> JAVA =
            Map.of("PEERLOOM_JAVA", System.getProperty("java.home"));

    private static long count(Launched demo, String pattern) {
        return demo.out().stream().filter(line -> line.matches(pattern)).count();
    }

    /** Whoever stays saw why the other left. */
    private static void assertLeftInOrder(Launched demo) {
        for (String link : List.of("A: link with C", "B: link with C", "A: link with B")) {
            String leaving = link.substring(link.length() - 1);
            String closed = link + " closed by " + leaving + ", reason 0x08 CLIENT_QUITTING";
            assertEquals(1, count(demo, ".*" + closed + ".*"), demo::toString);
        }
    }

    @Test
    void theDistributionsOwnPluginsAgreeAndTalk() throws Exception {
        try (Launched demo = Launched.start(List.of("demo", "--once"))) {
            assertEquals(0, demo.exit(), demo::toString);
            assertEquals(List.of(), demo.err());
            assertEquals(3, count(demo, " +both ends agree"), demo::toString);
            assertEquals(3, count(demo, " +bzz +8 +1 +0x10 .*"), demo::toString);
            assertEquals(3, count(demo, " +eth +[0-9]+ +[0-9]+ +0x11 .*"), demo::toString);
            assertTrue(count(demo, ".* (bzz|eth)/[0-9]+ +code 0x00 .*") >= 6, demo::toString);
            assertLeftInOrder(demo);
        }
    }

    @Test
    void itShowsAPluginOfOnesOwnAndLeavesNothingBehind() throws Exception {
        Path plugins = folder.resolve("plugins");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        ChatPlugin.dropInto(plugins, folder.resolve("work"));
        Map<String, String> environment =
                Map.of(
                        "PEERLOOM_JAVA",
                        System.getProperty("java.home"),
                        "PEERLOOM_JAVA_OPTS",
                        Launched.FAST + " -Djava.io.tmpdir=" + temporary);
        try (Launched demo =
                Launched.start(
                        Launched.launcher(),
                        environment,
                        List.of("demo", "--once", "--plugins-dir", plugins.toString()))) {
            assertEquals(0, demo.exit(), demo::toString);
            assertEquals(List.of(), demo.err());
            assertEquals(3, count(demo, " +chat +3 +2 +0x10 +0x10 to 0x11"), demo::toString);
            assertEquals(6, count(demo, ".* chat/3 +code 0x01 +3 bytes"), demo::toString);
            assertTrue(demo.out().stream().noneMatch(line -> line.contains("\u001b")));
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.filter(p -> p.toString().contains("peerloom")).toList());
        }
    }

    @Test
    void withoutOnceItRunsUntilItIsAskedToStop() throws Exception {
        Path plugins = folder.resolve("plugins");
        ChatPlugin.dropInto(plugins, folder.resolve("work"));
        try (Launched demo = Launched.start(List.of("demo", "--plugins-dir", plugins.toString()))) {
            demo.awaitOut(line -> line.contains("code 0x01"));
            demo.terminate();
            assertEquals(0, demo.exit(), demo::toString);
            assertLeftInOrder(demo);
        }
    }

    @Test
    void withoutAnyProtocolItFails() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (Launched demo =
                Launched.start(List.of("demo", "--once", "--plugins-dir", plugins.toString()))) {
            assertEquals(1, demo.exit(), demo::toString);
        }
    }

    @Test
    void pluginsAreListedTheBrokenOnesToo() throws Exception {
        Path plugins = folder.resolve("plugins");
        ChatPlugin.dropInto(plugins, folder.resolve("work"));
        Files.writeString(plugins.resolve("broken.jar"), "this is no zip file");
        try (Launched list =
                Launched.start(List.of("plugin", "list", "--plugins-dir", plugins.toString()))) {
            assertEquals(0, list.exit(), list::toString);
            assertEquals(List.of(), list.err());
            assertEquals(1, count(list, "chat +0\\.3\\.0 +resolved +chat\\.jar"), list::toString);
            assertEquals(1, count(list, ".*failed +broken\\.jar +.+"), list::toString);
        }
        try (Launched list =
                Launched.start(
                        Launched.launcher(),
                        JAVA,
                        List.of("plugin", "list", "--json", "--plugins-dir", plugins.toString()))) {
            assertEquals(0, list.exit(), list::toString);
            assertEquals(1, count(list, " *\"id\" : \"chat\",?"), list::toString);
        }
    }
}
