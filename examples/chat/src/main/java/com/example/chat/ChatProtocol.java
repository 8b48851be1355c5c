package com.example.chat;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The protocol chat/1: a hello, then lines and receipts, then a goodbye. */
final class ChatProtocol implements Protocol {
    /** No line is longer; the node refuses a larger message before it takes memory for it. */
    static final int MAX_PAYLOAD = 4096;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChatRoom room;

    ChatProtocol(ChatRoom room) {
        this.room = room;
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public int length() {
        return ChatMessage.CODES;
    }

    @Override
    public int maxPayload() {
        return MAX_PAYLOAD;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws Exception {
        String nick = handshake(channel);
        room.enter(peer, new ChatRoom.Session(nick, channel));
        try {
            talk(nick, channel);
        } finally {
            room.leave(peer);
        }
        write(channel, new ChatMessage.Bye("see you"));
    }

    /** Both sides say hello at once, so neither waits for the other to begin. */
    private String handshake(MessageChannel channel) throws IOException, InterruptedException {
        write(channel, new ChatMessage.Hello(room.nick()));
        try {
            ChatMessage first = ChatMessage.decode(channel.read(PATIENCE));
            if (first instanceof ChatMessage.Hello(String nick)) {
                return nick;
            }
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR, "the first message was no hello");
        } catch (TimeoutException e) {
            throw new DisconnectException(
                    DisconnectReason.USELESS_PEER, "no hello within " + PATIENCE);
        }
    }

    /** Until the link closes. */
    private void talk(String nick, MessageChannel channel)
            throws IOException, InterruptedException {
        while (true) {
            ChatMessage message;
            try {
                message = ChatMessage.decode(channel.read());
            } catch (EOFException closing) {
                // The peer has gone, or this node stops: then a goodbye still reaches the peer.
                return;
            }
            switch (message) {
                case ChatMessage.Line(long number, String text) -> {
                    room.hear(nick, text);
                    acknowledge(number, channel);
                }
                case ChatMessage.Seen seen -> room.seen();
                case ChatMessage.Bye(String text) -> room.hear(nick, text);
                case ChatMessage.Hello again ->
                        throw new DisconnectException(
                                DisconnectReason.SUBPROTOCOL_ERROR, "hello comes once");
            }
        }
    }

    /**
     * Answers without waiting. With write(), two nodes that flood each other with lines would both
     * wait here for room, and neither would read: a receipt is dropped rather than that.
     */
    private static void acknowledge(long number, MessageChannel channel) {
        ChatMessage.Seen seen = new ChatMessage.Seen(number);
        channel.tryWrite(seen.code(), seen.encode());
    }

    private static void write(MessageChannel channel, ChatMessage message)
            throws IOException, InterruptedException {
        channel.write(message.code(), message.encode());
    }

    @Override
    public Map<String, ?> nodeInfo() {
        return Map.of("nick", room.nick(), "present", room.present());
    }

    @Override
    public Map<String, ?> peerInfo(Peer peer) {
        return room.nickOf(peer).map(nick -> Map.of("nick", nick)).orElse(Map.of());
    }
}
