package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** A plugin as an author makes it: compiled against the api's jar, packed, dropped in a folder. */
final class ChatPlugin {
    private static final String SOURCE =
            """
            package com.example.chat;

            import dev.peerloom.api.*;
            import java.io.EOFException;

            public final class Chat implements Protocol {
                public Chat() { ON_START }

                @Override public String name() { return "chat"; }
                @Override public int version() { return 3; }
                @Override public int length() { return 2; }

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    channel.write(1, new byte[] {1, 2, 3});
                    try {
                        while (true) {
                            channel.read();
                        }
                    } catch (EOFException e) {
                        return;
                    }
                }
            }
            """;

    private static final String MODULE =
            """
            module com.example.chat {
                requires dev.peerloom.api;
                provides dev.peerloom.api.Protocol with com.example.chat.Chat;
            }
            """;

    private ChatPlugin() {}

    /** Makes it and puts it into a plugins folder. */
    static Path dropInto(Path plugins, Path work) throws IOException {
        return dropInto(plugins, work, "");
    }

    /** The same with some code that is run when the plugin starts. */
    static Path dropInto(Path plugins, Path work, String onStart) throws IOException {
        Path sources = Files.createDirectories(work.resolve("src/com/example/chat"));
        Path chat =
                Files.writeString(
                        sources.resolve("Chat.java"), SOURCE.replace("ON_START", onStart));
        Path module = Files.writeString(work.resolve("src/module-info.java"), MODULE);
        Path manifest =
                Files.writeString(
                        work.resolve("manifest"), "Plugin-Id: chat\nPlugin-Version: 0.3.0\n");
        Path classes = work.resolve("classes");
        tool(
                "javac",
                "--module-path",
                Launched.distribution().resolve("lib").toString(),
                "-d",
                classes.toString(),
                chat.toString(),
                module.toString());
        Path jar = Files.createDirectories(plugins).resolve("chat.jar");
        tool(
                "jar",
                "--create",
                "--file=" + jar,
                "--manifest=" + manifest,
                "-C",
                classes.toString(),
                ".");
        return jar;
    }

    private static void tool(String name, String... args) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, args);
        assertEquals(0, code, said::toString);
    }
}
