package dev.peerloom.cli;

import dev.peerloom.cli.ipc.IpcClient;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.core.ConfigurationException;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A chat by the node's methods {@code shh_…}: a password's key, a key to sign with, and a filter,
 * all of which the node forgets when the chat is closed. Used by one thread.
 */
final class ChatRoom implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int TTL_SECONDS = 60;
    private static final int WORK_SECONDS = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final IpcClient node;
    private final ChatTopic topic;
    private final String secret;
    private final String signer;
    private final String publicKey;
    private final String filter;

    /**
     * What somebody said.
     *
     * @param from the beginning of the key that it is signed with
     */
    record Heard(Instant sent, String from, String text) {
        /** A line for people. */
        String line() {
            return "%s %s  %s"
                    .formatted(
                            TIME.format(sent.atZone(ZoneId.systemDefault())),
                            from,
                            Lines.escape(text));
        }

        /** An object for programs. */
        Map<String, Object> tree() {
            return Map.of("sent", sent.toString(), "from", from, "text", text);
        }
    }

    private ChatRoom(
            IpcClient node,
            ChatTopic topic,
            String secret,
            String signer,
            String publicKey,
            String filter) {
        this.node = node;
        this.topic = topic;
        this.secret = secret;
        this.signer = signer;
        this.publicKey = publicKey;
        this.filter = filter;
    }

    /**
     * Enters a chat.
     *
     * @throws ConfigurationException if the node has no Whisper
     */
    static ChatRoom enter(IpcClient node, String password, ChatTopic topic)
            throws ConfigurationException, IOException, RpcException {
        try {
            String secret = text(node, "shh_generateSymKeyFromPassword", password);
            String signer = text(node, "shh_newKeyPair");
            String filter =
                    text(
                            node,
                            "shh_newMessageFilter",
                            Map.of("symKeyID", secret, "topics", List.of(topic.hex())));
            String publicKey = text(node, "shh_getPublicKey", signer);
            return new ChatRoom(node, topic, secret, signer, publicKey, filter);
        } catch (RpcException e) {
            if (e.code() == RpcException.NOT_FOUND) {
                throw new ConfigurationException(
                        "the node has no Whisper: drop the plugin shh into its plugins folder", e);
            }
            throw e;
        }
    }

    private static String text(IpcClient node, String method, Object... params)
            throws IOException, RpcException {
        return node.call(method, List.of(params), LIMIT).asString();
    }

    /** How others see who speaks: the beginning of the key. */
    String me() {
        return name(publicKey);
    }

    private static String name(String key) {
        // 0x, 04, and then the key.
        return key.length() < 12 ? "nobody" : key.substring(4, 12);
    }

    /** Sends a line to all. */
    void say(String text) throws IOException, RpcException {
        double pow = node.call("shh_info", List.of(), LIMIT).path("minPow").asDouble();
        text(
                node,
                "shh_post",
                Map.of(
                        "symKeyID", secret,
                        "sig", signer,
                        "topic", topic.hex(),
                        "payload", "0x" + HexFormat.of().formatHex(utf8(text)),
                        "ttl", TTL_SECONDS,
                        "powTarget", pow,
                        "powTime", WORK_SECONDS));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the others have said since the last time. */
    List<Heard> hear() throws IOException, RpcException {
        List<JsonNode> messages = new ArrayList<>();
        for (JsonNode message : node.call("shh_getFilterMessages", List.of(filter), LIMIT)) {
            if (!message.path("sig").asString("").equals(publicKey)) {
                messages.add(message);
            }
        }
        messages.sort(Comparator.comparingLong(message -> message.path("timestamp").asLong()));
        return messages.stream().map(ChatRoom::heard).toList();
    }

    private static Heard heard(JsonNode message) {
        String hex = message.path("payload").asString("0x");
        byte[] payload = HexFormat.of().parseHex(hex, 2, hex.length());
        return new Heard(
                Instant.ofEpochSecond(message.path("timestamp").asLong()),
                name(message.path("sig").asString("")),
                new String(payload, StandardCharsets.UTF_8));
    }

    /** Leaves: the node forgets filter and keys. */
    @Override
    public void close() throws IOException {
        try {
            text(node, "shh_deleteMessageFilter", filter);
            text(node, "shh_deleteSymKey", secret);
            text(node, "shh_deleteKeyPair", signer);
        } catch (RpcException e) {
            throw new IOException("the node does not let the chat go: " + e.text(), e);
        }
    }
}
