package com.example.chat;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all sessions share: who is here, and what was said. Thread-safe: every peer has a thread,
 * and the admin interface has others.
 */
class ChatRoom {
    private static final System.Logger LOG = System.getLogger("chat");

    private final String nick;
    private final int history;
    private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong receipts = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    /** Guarded by itself; it never has more than {@link #history} entries. */
    private final Deque<Entry> said = new ArrayDeque<>();

    /** One peer that has said hello. */
    record Session(String nick, MessageChannel channel) {}

    private record Entry(Instant at, String nick, String text) {}

    ChatRoom(String nick, int history) {
        this.nick = nick;
        this.history = history;
    }

    String nick() {
        return nick;
    }

    void enter(Peer peer, Session session) {
        sessions.put(peer, session);
        LOG.log(System.Logger.Level.INFO, "{0} is here", session.nick());
    }

    void leave(Peer peer) {
        Session session = sessions.remove(peer);
        if (session != null) {
            LOG.log(System.Logger.Level.INFO, "{0} has left", session.nick());
        }
    }

    /** What the peer calls itself; empty if it is not here. */
    Optional<String> nickOf(Peer peer) {
        return Optional.ofNullable(sessions.get(peer)).map(Session::nick);
    }

    /** Says something to all who are here, and waits for none of them. */
    Map<String, Object> say(String text) {
        ChatMessage.Line line = new ChatMessage.Line(lines.incrementAndGet(), text);
        byte[] payload = line.encode();
        if (payload.length > ChatProtocol.MAX_PAYLOAD) {
            throw new IllegalArgumentException("a line has at most 4000 bytes");
        }
        remember(nick, text);
        int sent = 0;
        for (Session session : sessions.values()) {
            // A peer that reads slowly misses the line; with write() it would hold up the others.
            if (session.channel().tryWrite(line.code(), payload)) {
                sent++;
            } else {
                missed.incrementAndGet();
            }
        }
        return Map.of("number", line.number(), "sent", sent);
    }

    /** A line from a peer. */
    void hear(String from, String text) {
        remember(from, text);
        LOG.log(System.Logger.Level.INFO, "{0}: {1}", from, text);
    }

    /** A receipt from a peer. */
    void seen() {
        receipts.incrementAndGet();
    }

    private void remember(String from, String text) {
        synchronized (said) {
            if (said.size() == history) {
                said.removeFirst();
            }
            said.addLast(new Entry(Instant.now(), from, text));
        }
    }

    /** What was said, oldest first, as a tree for the admin interface. */
    List<Map<String, String>> messages() {
        synchronized (said) {
            return said.stream()
                    .map(e -> Map.of("at", e.at().toString(), "nick", e.nick(), "text", e.text()))
                    .toList();
        }
    }

    int present() {
        return sessions.size();
    }

    long lines() {
        return lines.get();
    }

    long receipts() {
        return receipts.get();
    }

    long missed() {
        return missed.get();
    }
}
