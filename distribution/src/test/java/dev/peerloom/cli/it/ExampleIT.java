package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The guide's result: built and tested as its reader does, then two nodes chat. That the example is
 * what the guide says is GuideTest's part.
 */
@ResourceLock(Maven.REPOSITORY)
@Tag("thorough")
class ExampleIT {
    @TempDir Path folder;

    private Path plugins;

    private Launched run(String nick, String... more) throws IOException {
        Stream<String> args =
                Stream.of(
                        "run",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--data-dir",
                        folder.resolve(nick).toString(),
                        "--plugins-dir",
                        plugins.toString(),
                        "--set",
                        "chat.nick=" + nick);
        return Launched.start(Stream.concat(args, Stream.of(more)).toList());
    }

    /** Calls a method as any program on the machine may, and returns the answer as it comes. */
    private String call(String nick, String method, String params) throws IOException {
        Path socket = folder.resolve(nick).resolve("peerloom.ipc");
        String request =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}\n"
                        .formatted(method, params);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader answers =
                        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return answers.readLine();
        }
    }

    private void build() throws Exception {
        Path example = Path.of("../examples/chat");
        Path project = Files.createDirectory(folder.resolve("project"));
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = example.relativize(file);
                if (!name.startsWith("target")) {
                    Path copy = project.resolve(name.toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        Path sdk = Launched.distribution().resolve("sdk");
        Maven.in(folder).run(project, "verify", "-Dpeerloom.sdk=" + sdk.toUri());
        plugins = project.resolve("target/plugin");
    }

    @Test
    void twoNodesChat() throws Exception {
        build();
        try (Launched ada = run("ada")) {
            String enode = ada.awaitReady();
            try (Launched bob = run("bob", "--peer", enode)) {
                bob.awaitReady();
                ada.awaitErr(line -> line.contains("bob is here"));
                bob.awaitErr(line -> line.contains("ada is here"));

                String said = call("ada", "chat_say", "[\"hello bob\"]");
                assertTrue(said.contains("\"sent\":1"), said);
                bob.awaitErr(line -> line.contains("ada: hello bob"));
                call("bob", "chat_say", "[\"hello ada\"]");
                ada.awaitErr(line -> line.contains("bob: hello ada"));
                for (String nick : List.of("ada", "bob")) {
                    String messages = call(nick, "chat_messages", "[]");
                    assertTrue(messages.contains("\"text\":\"hello bob\""), messages);
                    assertTrue(messages.contains("\"text\":\"hello ada\""), messages);
                }
                String wrong = call("ada", "chat_say", "[7]");
                assertTrue(wrong.contains("-32602"), wrong);

                bob.terminate();
                assertEquals(0, bob.exit(), bob::toString);
                ada.awaitErr(line -> line.contains("bob: see you"));
                ada.awaitErr(line -> line.contains("bob has left"));
                ada.terminate();
                assertEquals(0, ada.exit(), ada::toString);
            }
        }
    }
}
