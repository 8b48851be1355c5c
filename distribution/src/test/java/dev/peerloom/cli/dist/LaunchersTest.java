package dev.peerloom.cli.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the launchers for each system say more than once is the same each time. */
class LaunchersTest {
    private static final Path BIN = Path.of("src/main/dist/bin");
    private static final Pattern OPTION =
            Pattern.compile("(?<=\\s)(-XX:[^\\s$]+|-Xm\\w+|--(sun|enable|add)-[^\\s$]+)");

    /** The options for every JVM, which stand behind the command that starts it. */
    private static Set<String> options(String script, String start) throws IOException {
        String text = Files.readString(BIN.resolve(script));
        String command = text.substring(text.indexOf(start));
        return OPTION.matcher(command)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Test
    void theyGiveTheJvmTheSameOptions() throws IOException {
        Set<String> expected =
                AppImage.JAVA_OPTIONS.stream()
                        .filter(option -> !option.startsWith("-Dpeerloom.home="))
                        .collect(Collectors.toSet());
        assertEquals(expected, options("peerloom", "exec \"$java\""));
        assertEquals(expected, options("peerloom.cmd", "\"%JAVA%\""));
    }

    @Test
    void jpackageIsLookedForWhereJavaIs() throws IOException {
        String script = Files.readString(BIN.resolve("peerloom"));
        int start = script.indexOf("${PEERLOOM_JAVA_DIRS-") + "${PEERLOOM_JAVA_DIRS-".length();
        List<String> folders =
                List.of(script.substring(start, script.indexOf('}', start)).split(":"));
        assertFalse(folders.isEmpty());
        assertEquals(folders.stream().filter(Jpackage.USUAL::contains).toList(), Jpackage.USUAL);
    }
}
