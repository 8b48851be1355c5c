package com.example.notes;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** Keeps notes for its peers: 0 adds one, 1 asks for all, 2 answers, 3 says hello within 5 s. */
public final class Notes implements Protocol {
    static final int ADD = 0;
    static final int ASK = 1;
    static final int ALL = 2;
    static final int HELLO = 3;
    static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_NOTES = 100;

    private final Map<Peer, Integer> counts = new ConcurrentHashMap<>();

    /** Made by the node. */
    public Notes() {}

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public int length() {
        return 4;
    }

    @Override
    public int maxPayload() {
        return 10_000;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws IOException, InterruptedException {
        channel.write(HELLO, new byte[0]);
        awaitHello(channel);
        List<String> notes = new ArrayList<>();
        counts.put(peer, 0);
        try {
            while (true) {
                answer(channel.read(), channel, notes);
                counts.put(peer, notes.size());
            }
        } finally {
            counts.remove(peer);
        }
    }

    private static void awaitHello(MessageChannel channel)
            throws IOException, InterruptedException {
        try {
            if (channel.read(HELLO_TIMEOUT).code() != HELLO) {
                throw new DisconnectException(DisconnectReason.BREACH_OF_PROTOCOL, "no hello");
            }
        } catch (TimeoutException e) {
            throw new DisconnectException(DisconnectReason.PING_TIMEOUT, "no hello in time");
        }
    }

    private static void answer(Message message, MessageChannel channel, List<String> notes)
            throws IOException, InterruptedException {
        switch (message.code()) {
            case ADD -> {
                if (notes.size() == MAX_NOTES) {
                    throw new DisconnectException(DisconnectReason.USELESS_PEER, "too many notes");
                }
                notes.add(text(message.payload()));
            }
            case ASK -> channel.write(ALL, all(notes));
            default ->
                    throw new DisconnectException(
                            DisconnectReason.BREACH_OF_PROTOCOL, "code " + message.code());
        }
    }

    private static String text(byte[] payload) throws RlpException {
        RlpReader reader = new RlpReader(payload);
        String text = reader.readString();
        reader.end();
        return text;
    }

    private static byte[] all(List<String> notes) {
        RlpWriter writer = new RlpWriter().startList();
        // A list of many long notes would be refused: what does not fit is left out.
        int room = 9_000;
        for (String note : notes) {
            room -= note.length() * 3 + 4;
            if (room > 0) {
                writer.write(note);
            }
        }
        return writer.endList().toByteArray();
    }

    @Override
    public Map<String, ?> peerInfo(Peer peer) {
        return Map.of("notes", counts.getOrDefault(peer, 0));
    }
}
