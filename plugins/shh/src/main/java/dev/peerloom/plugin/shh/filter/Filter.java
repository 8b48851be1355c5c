package dev.peerloom.plugin.shh.filter;

import dev.peerloom.plugin.shh.crypto.Hash32;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the messages for someone until they are asked for, each once; beyond its bounds the oldest
 * go. Any thread may call any method; guarded by the object's lock.
 */
final class Filter {
    static final int MOST_MESSAGES = 4096;
    static final long MOST_BYTES = 16 << 20;

    private final Criteria criteria;
    private final Map<Hash32, ReceivedMessage> messages = new LinkedHashMap<>();
    private long bytes;
    private long lastAsked;

    Filter(Criteria criteria, long now) {
        this.criteria = criteria;
        this.lastAsked = now;
    }

    Criteria criteria() {
        return criteria;
    }

    /** Keeps a message; returns how many others had to go. */
    synchronized int keep(ReceivedMessage message) {
        if (messages.putIfAbsent(message.checked().hash(), message) != null) {
            return 0;
        }
        bytes += message.bytes();
        int dropped = 0;
        Iterator<ReceivedMessage> oldest = messages.values().iterator();
        while (messages.size() > MOST_MESSAGES || (bytes > MOST_BYTES && messages.size() > 1)) {
            bytes -= oldest.next().bytes();
            oldest.remove();
            dropped++;
        }
        return dropped;
    }

    /** Hands out the messages that came since the last time. */
    synchronized List<ReceivedMessage> take(long now) {
        List<ReceivedMessage> taken = new ArrayList<>(messages.values());
        messages.clear();
        bytes = 0;
        lastAsked = now;
        return taken;
    }

    synchronized long lastAsked() {
        return lastAsked;
    }
}
