package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code peerloom attach chat} between two nodes of the distribution, with the plugin shh. */
class ChatIT {
    @TempDir Path folder;

    private Launched node(String name, String... more) throws Exception {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "0",
                                "--data-dir",
                                data(name),
                                "--set",
                                "shh.min-pow=0.001"));
        args.addAll(List.of(more));
        return Launched.start(args);
    }

    private String data(String name) {
        return folder.resolve(name).toString();
    }

    private Launched chat(String name, String password) throws IOException {
        return Launched.interactive(
                List.of(
                        "attach",
                        "chat",
                        "--password",
                        password,
                        "--topic",
                        "lunch",
                        "--data-dir",
                        data(name)));
    }

    @Test
    void whoKnowsPasswordAndTopicReadsWhatOthersType() throws Exception {
        try (Launched one = node("one")) {
            String enode = one.awaitReady();
            try (Launched two = node("two", "--peer", enode)) {
                two.awaitReady();
                try (Launched ada = chat("one", "our secret");
                        Launched bob = chat("two", "our secret");
                        Launched eve = chat("two", "guessed")) {
                    String me = ada.awaitOut(line -> line.startsWith("You are")).split(" ", 4)[2];
                    bob.awaitOut(line -> line.startsWith("You are"));
                    eve.awaitOut(line -> line.startsWith("You are"));
                    ada.type("fish at noon? \u001b[31m€");
                    String heard = bob.awaitOut(line -> line.contains("fish"));
                    // What others type cannot steer the terminal.
                    assertTrue(
                            heard.matches(
                                    "\\d\\d:\\d\\d " + me + "  fish at noon\\? \\\\u001b\\[31m€"),
                            heard);
                    bob.type("yes");
                    ada.awaitOut(line -> line.endsWith("  yes"));
                    for (Launched chat : List.of(ada, bob, eve)) {
                        chat.endInput();
                        assertEquals(0, chat.exit(), chat::toString);
                        assertEquals(List.of(), chat.err());
                    }
                    assertEquals(1, eve.out().size(), eve::toString);
                    // One's own lines are not shown again.
                    assertEquals(2, ada.out().size(), ada::toString);
                }
            }
        }
    }

    @Test
    void aNodeWithoutWhisperIsAMistakeInOneLine() throws Exception {
        String none = Files.createDirectory(folder.resolve("plugins")).toString();
        try (Launched node = withoutPlugins(none)) {
            node.awaitReady();
            try (Launched chat = chat("one", "our secret")) {
                chat.assertMistake(2, "no Whisper", "shh");
            }
        }
    }

    private Launched withoutPlugins(String plugins) throws IOException {
        return Launched.start(
                List.of(
                        "run",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--data-dir",
                        data("one"),
                        "--plugins-dir",
                        plugins));
    }
}
