package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeService;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a node takes its signals: SIGTERM whatever its plugins do, and SIGHUP. */
class LifeIT {
    /** Neither its protocol nor its service ends by itself, or when it is interrupted. */
    private static final String STUBBORN =
            """
            package com.example.stubborn;

            import dev.peerloom.api.*;
            import java.util.Collection;
            import java.util.List;

            public final class Stubborn implements NodeService, Protocol {
                @Override public Collection<? extends Protocol> start(NodeContext node) {
                    return List.of(this);
                }
                @Override public void stop() { forEver(); }
                @Override public String name() { return "stub"; }
                @Override public int version() { return 1; }
                @Override public int length() { return 1; }
                @Override public void run(Peer peer, MessageChannel channel) { forEver(); }

                private static void forEver() {
                    while (true) {
                        try {
                            Thread.sleep(60_000);
                        } catch (InterruptedException e) {
                            // That is what is stubborn about it.
                        }
                    }
                }
            }
            """;

    @TempDir Path folder;
    private Path plugins;

    @BeforeEach
    void plugins() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
    }

    private Launched run(String data, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("run", "--host", "127.0.0.1", "--port", "0"));
        args.addAll(List.of("--data-dir", folder.resolve(data).toString()));
        args.addAll(List.of("--plugins-dir", plugins.toString()));
        args.addAll(List.of(more));
        return Launched.start(args);
    }

    @Test
    void aNodeEndsWithZeroWhateverItsPluginsDo() throws Exception {
        PluginJar.plugin("stubborn")
                .source("com.example.stubborn.Stubborn", STUBBORN)
                .provides(NodeService.class, "com.example.stubborn.Stubborn")
                .writeTo(plugins.resolve("stubborn.jar"));
        try (Launched first = run("first")) {
            String enode = first.awaitReady();
            try (Launched second = run("second", "--peer", enode)) {
                second.awaitReady();
                first.awaitErr(line -> line.contains("running [stub/1]"));
                first.terminate();
                assertEquals(0, first.exit(), first::toString);
                assertTrue(
                        first.err().stream().anyMatch(line -> line.contains("stubborn")),
                        first::toString);
                second.terminate();
                assertEquals(0, second.exit(), second::toString);
            }
        }
    }

    @Test
    void onSighupWhatCanChangeChangesAndTheRestIsNamed() throws Exception {
        ChatPlugin.dropInto(plugins, folder.resolve("work"));
        Path file = Files.writeString(folder.resolve("node.toml"), "max-peers = 5\n");
        try (Launched peer = run("peer");
                Launched node = run("node", "--config", file.toString())) {
            String enode = peer.awaitReady();
            node.awaitReady();
            Files.writeString(
                    file,
                    """
                    max-peers = 4
                    ipc = "%s"
                    peer = ["%s"]
                    log-level = "debug"
                    """
                            .formatted(folder.resolve("other.ipc"), enode));
            node.hangUp();
            String changed = node.awaitErr(line -> line.contains("was read again"));
            assertTrue(changed.contains("max-peers, peer, log-level"), changed);
            String fixed = node.awaitErr(line -> line.contains("by a restart only"));
            assertTrue(fixed.endsWith("only: ipc"), fixed);
            node.awaitErr(line -> line.contains("running [chat/3]"));
            Files.writeString(file, "max-peers = 4\nmax-pending = 0\nlog-level = \"warn\"\n");
            node.hangUp();
            String mistake = node.awaitErr(line -> line.contains("has a mistake"));
            assertTrue(mistake.contains("max-pending is \"0\""), mistake);
            Files.writeString(file, "log-level = \"error\"\n");
            node.hangUp();
            peer.awaitErr(line -> line.contains("Disconnected") && line.contains("0x00"));
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
            assertFalse(
                    node.err().getLast().contains("INFO"),
                    () -> "the level has changed: " + node.err().getLast());
            peer.terminate();
            assertEquals(0, peer.exit(), peer::toString);
        }
    }
}
