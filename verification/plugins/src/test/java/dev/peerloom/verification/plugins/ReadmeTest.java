package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The plugin of the README, as it stands there, in two real nodes. */
class ReadmeTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void thePluginOfTheReadmeIsCompiledLoadedAndSpeaks() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        List<String> blocks =
                JAVA_BLOCK
                        .matcher(Files.readString(Path.of("../../README.md")))
                        .results()
                        .map((MatchResult block) -> block.group(1))
                        .toList();
        assertEquals(2, blocks.size());
        assertTrue(blocks.getFirst().lines().count() <= 30, "a plugin in 30 lines");
        PluginJar.plugin("hello")
                .version("1.0.0")
                .source("com.example.hello.Hello", blocks.getFirst())
                .source("module-info", blocks.getLast())
                .writeTo(plugins.resolve("hello.jar"));

        BlockingQueue<PeerEvent.MessageReceived> received = new LinkedBlockingQueue<>();
        try (Node first = Node.start(config("first", plugins));
                Node second = Node.start(config("second", plugins))) {
            first.onPeerEvent(PeerEvent.MessageReceived.class, received::add);
            second.connect(first.enode());
            PeerEvent.MessageReceived message = received.poll(20, TimeUnit.SECONDS);
            assertEquals(new Capability("hello", 1), message.capability());
            assertEquals("hello from over here".length(), message.size());
        }
    }

    private NodeConfig config(String name, Path plugins) {
        return NodeConfig.builder(NodeKey.generate())
                .dataDirectory(folder.resolve(name))
                .pluginsDirectory(plugins)
                .build();
    }
}
