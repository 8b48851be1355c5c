package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A plugin that calls System.exit ends the process, as nothing prevents it, and is named. */
@Execution(ExecutionMode.CONCURRENT)
class ExitTest {
    @TempDir Path folder;

    @Test
    void thePluginThatEndsTheProcessIsNamedWithThePlace() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        ContainmentTest.calm().writeTo(plugins.resolve("calm.jar"));
        PluginJar.plugin("bad")
                .module("bad.main")
                .source(
                        "bad.main.Main",
                        ContainmentTest.badProtocol(
                                """
                                switch (message.code()) {
                                    case 0 -> System.exit(3);
                                    case 1 -> new Thread(() -> System.exit(3), "of bad").start();
                                    default -> Thread.ofVirtual().start(() -> System.exit(3));
                                }
                                """,
                                ""))
                .provides(Protocol.class, "bad.main.Main")
                .writeTo(plugins.resolve("bad.jar"));
        Path early = Files.createDirectory(folder.resolve("early"));
        Sources.namedService("worse", "if (node != null) Runtime.getRuntime().exit(3);", "")
                .writeTo(early.resolve("worse.jar"));

        // At the same time, as each takes a while to start.
        List<ChildJvm> children = new ArrayList<>();
        for (int code = 0; code < 3; code++) {
            children.add(start(plugins, code));
        }
        children.add(start(early, 0));

        String exits = "it ends the whole process: it called System.exit in the thread ";
        assertNames(children.get(0), "Plugin bad: " + exits + "bad/1 ", "bad.main.Main.run(");
        assertNames(
                children.get(1),
                "Plugin bad: " + exits + "of bad, at ",
                "bad.main.Main.lambda$run$");
        assertNames(
                children.get(2),
                "System.exit was called in a virtual thread that is not one of the node's",
                "a plugin made it");
        assertNames(
                children.get(3), "Plugin worse: " + exits + "start() of", "worse.main.Main.start(");
    }

    private ChildJvm start(Path plugins, int code) throws Exception {
        Path own = Files.createTempDirectory(folder, "node");
        return ChildJvm.start(own, List.of("-Xmx128m"), ExitProgram.class, own, plugins, code);
    }

    private static void assertNames(ChildJvm child, String... texts) throws Exception {
        assertEquals(3, child.exitCode(), child.output());
        for (String text : texts) {
            assertTrue(child.output().contains(text), child.output());
        }
    }

    @Test
    void anExitOfTheProgramItselfIsNoPlugins() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        ContainmentTest.calm().writeTo(plugins.resolve("calm.jar"));

        ChildJvm child =
                ChildJvm.start(
                        folder, List.of("-Xmx128m"), OwnExit.class, folder.resolve("n"), plugins);

        assertEquals(5, child.exitCode(), child.output());
        assertTrue(!child.output().contains("ExitWatch"), child.output());
    }

    /** A program that ends itself while its node runs. */
    static final class OwnExit {
        private OwnExit() {}

        public static void main(String[] args) throws Exception {
            var _ = dev.peerloom.core.Node.start(Nodes.config(Path.of(args[0]), Path.of(args[1])));
            System.exit(5);
        }
    }
}
