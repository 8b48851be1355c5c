package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code peerloom dist build --type deb}, as dpkg sees it. */
class DebIT {
    private static final Map<String, String> JAVA =
            Map.of("PEERLOOM_JAVA", System.getProperty("java.home"));

    @TempDir Path folder;

    @BeforeEach
    void hasDpkg() {
        boolean there =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(part -> Files.isExecutable(Path.of(part, "dpkg-deb")));
        assumeTrue(there, "dpkg-deb is not on the PATH");
    }

    private String dpkg(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("dpkg-deb"));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void itIsInstalledWhereSuchASystemHasThings() throws Exception {
        Path plan =
                Files.writeString(
                        folder.resolve("acme.toml"),
                        "name = \"acme-node\"\nversion = \"1.2.0\"\nbanner = \"what Acme runs\"\n");
        Path out = folder.resolve("out");
        try (Launched built =
                Launched.start(
                        List.of(
                                "dist",
                                "build",
                                "--type",
                                "deb",
                                "--out",
                                out.toString(),
                                plan.toString()))) {
            assertEquals(0, built.exit(), built::toString);
        }
        String deb = out.resolve("acme-node_1.2.0_all.deb").toString();
        String about = dpkg("--info", deb);
        assertTrue(about.contains(" Package: acme-node\n Version: 1.2.0\n"), about);
        assertTrue(about.contains(" Description: what Acme runs\n"), about);
        String files = dpkg("--contents", deb);
        for (String file :
                List.of(
                        "./etc/acme-node/acme-node.toml",
                        "./usr/bin/acme-node -> ../lib/acme-node/bin/acme-node",
                        "./usr/lib/acme-node/conf -> ../../../etc/acme-node",
                        "./usr/share/man/man1/acme-node-run.1.gz",
                        "./usr/share/bash-completion/completions/acme-node")) {
            assertTrue(files.contains(" " + file + "\n"), () -> file + " is not in\n" + files);
        }
        assertFalse(files.contains("/peerloom"), files);

        Path control = folder.resolve("control");
        dpkg("--control", deb, control.toString());
        assertEquals(
                List.of("/etc/acme-node/acme-node.toml"),
                Files.readAllLines(control.resolve("conffiles")));
        Path root = folder.resolve("root");
        dpkg("--extract", deb, root.toString());
        String unit = Files.readString(root.resolve("usr/lib/systemd/system/acme-node.service"));
        assertTrue(unit.contains("\nExecStart=/usr/lib/acme-node/bin/acme-node run\n"), unit);
        assertTrue(unit.contains("\nDynamicUser=yes\n"), unit);
        assertFalse(unit.contains("/opt/") || unit.contains("peerloom"), unit);
        try (Launched version =
                Launched.start(root.resolve("usr/bin/acme-node"), JAVA, List.of("--version"))) {
            assertEquals(0, version.exit(), version::toString);
            assertTrue(version.out().getFirst().startsWith("acme-node 1.2.0 (peerloom "));
        }
        try (Launched shown =
                Launched.start(
                        root.resolve("usr/bin/acme-node"), JAVA, List.of("config", "check"))) {
            assertEquals(0, shown.exit(), shown::toString);
        }
    }

    @Test
    void aVersionThatDebianDoesNotHaveIsAMistake() throws Exception {
        Path plan =
                Files.writeString(
                        folder.resolve("acme.toml"), "name = \"acme-node\"\nversion = \"v1\"\n");
        try (Launched built =
                Launched.start(List.of("dist", "build", "--type", "deb", plan.toString()))) {
            built.assertMistake(2, "v1");
        }
    }
}
