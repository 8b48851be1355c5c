package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.settings.Setting;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ManualsTest {
    private static final Brand ACME = new Brand("acme-node", "1.2.0", "", false);

    @TempDir Path folder;

    @BeforeEach
    void written() throws IOException {
        Manuals.write(ACME, folder);
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    @Test
    void thePageOfRunHasEverySetting() throws Exception {
        String page = read("man/man1/acme-node-run.1");
        for (Setting setting : Setting.values()) {
            assertTrue(page.contains(setting.flag().replace("-", "\\-")), setting.flag());
        }
        assertTrue(page.startsWith(".TH \"ACME-NODE-RUN\" \"1\""), page);
    }

    @Test
    void everyCommandHasAPageThatTheFirstOneLeadsTo() throws Exception {
        String first = read("man/man1/acme-node.1");
        assertTrue(first.contains("acme\\-node\\-plugin(1)"), first);
        assertTrue(Files.exists(folder.resolve("man/man1/acme-node-plugin-verify.1")));
    }

    @Test
    void aTextNeverBecomesARequest() throws Exception {
        for (String line : read("man/man1/acme-node-run.1").lines().toList()) {
            boolean request = line.startsWith(".") || line.startsWith("'");
            assertEquals(request, line.matches("\\.(TH|SH|TP|PP|B|nf|fi)( .*)?"), line);
        }
    }

    @Test
    void theScriptsCompleteTheCommandByItsName() throws Exception {
        assertTrue(read("completions/acme-node.bash").contains(" -o default acme-node "));
        assertTrue(read("completions/_acme-node").startsWith("#compdef acme-node\n"));
        String fish = read("completions/acme-node.fish");
        assertTrue(
                fish.contains(
                        "complete -c acme-node -n '__fish_seen_subcommand_from run' -l data-dir -r -F"),
                fish);
        assertFalse(fish.contains("peerloom run"), fish);
    }
}
