package dev.peerloom.verification.plugins;

import dev.peerloom.api.NodeService;
import dev.peerloom.testkit.PluginJar;

import java.io.IOException;
import java.nio.file.Path;

/**
 * shh/6 of 128 codes, or what looks like it: the plugin that {@code -Dshh.plugin=PATH} names, or a
 * stand-in with those of its methods that a test needs. The stand-in sends what is posted to every
 * peer as it is, and keeps what comes for whoever asks.
 */
final class WhisperStandIn {
    private static final String SOURCE =
            """
            package shh.main;

            import dev.peerloom.api.*;
            import java.nio.charset.StandardCharsets;
            import java.util.*;
            import java.util.concurrent.*;

            public final class Main implements NodeService {
                private static final int MESSAGES = 1;
                private final Set<MessageChannel> channels = ConcurrentHashMap.newKeySet();
                private final Queue<Map<String, String>> arrived = new ConcurrentLinkedQueue<>();

                @Override
                public Collection<? extends Protocol> start(NodeContext node) {
                    node.exposeMethod("addSymKey", params -> "key");
                    node.exposeMethod("newMessageFilter", params -> "filter");
                    node.exposeMethod("post", params -> post((Map<?, ?>) params.get(0)));
                    node.exposeMethod("getFilterMessages", params -> take());
                    return List.of(new Whisper());
                }

                private Object post(Map<?, ?> message) throws Exception {
                    String payload = (String) message.get("payload");
                    for (MessageChannel channel : channels) {
                        try {
                            channel.write(MESSAGES, payload.getBytes(StandardCharsets.UTF_8));
                        } catch (java.io.EOFException e) {
                            // that peer goes
                        }
                    }
                    return "hash";
                }

                private List<Map<String, String>> take() {
                    List<Map<String, String>> messages = new ArrayList<>();
                    for (Map<String, String> one; (one = arrived.poll()) != null; ) {
                        messages.add(one);
                    }
                    return messages;
                }

                private final class Whisper implements Protocol {
                    @Override public String name() { return "shh"; }
                    @Override public int version() { return 6; }
                    @Override public int length() { return 128; }

                    @Override
                    public void run(Peer peer, MessageChannel channel) throws Exception {
                        channels.add(channel);
                        try {
                            while (true) {
                                Message message = channel.read();
                                if (message.code() != MESSAGES) {
                                    throw new DisconnectException(
                                            DisconnectReason.SUBPROTOCOL_ERROR,
                                            "code " + message.code());
                                }
                                arrived.add(Map.of("payload",
                                        new String(message.payload(), StandardCharsets.UTF_8)));
                            }
                        } finally {
                            channels.remove(channel);
                        }
                    }
                }
            }
            """;

    private WhisperStandIn() {}

    /** The jar or folder of the plugin. */
    static Path plugin(Path folder) throws IOException {
        String real = System.getProperty("shh.plugin", "");
        return real.isEmpty()
                ? PluginJar.plugin("shh")
                        .module("shh.main")
                        .source("shh.main.Main", SOURCE)
                        .provides(NodeService.class, "shh.main.Main")
                        .writeTo(folder.resolve("shh.jar"))
                : Path.of(real);
    }
}
