package dev.peerloom.core.peer;

import dev.peerloom.core.DisconnectRecord;
import dev.peerloom.core.DisconnectRecord.Phase;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * How the last sessions ended, and who is told of each. Thread-safe: the records are guarded by the
 * monitor, the listeners have threads of their own.
 */
public final class Disconnects implements AutoCloseable {
    /** How many records are kept. */
    static final int KEPT = 1000;

    private record Entry(long number, DisconnectRecord record) {}

    // Anyone can make strangers' records by the thousand; they must not push out the others.
    private final Deque<Entry> strangers = new ArrayDeque<>();
    private final Deque<Entry> known = new ArrayDeque<>();
    private final List<EventListener<DisconnectRecord>> listeners = new CopyOnWriteArrayList<>();
    private long count;

    /** Keeps a record and queues it for the listeners. Never blocks. */
    public void add(DisconnectRecord record) {
        keep(record);
        listeners.forEach(listener -> listener.offer(record));
    }

    private synchronized void keep(DisconnectRecord record) {
        boolean stranger = record.inbound() && record.phase() != Phase.RUNNING;
        (stranger ? strangers : known).add(new Entry(count++, record));
        if (strangers.size() + known.size() > KEPT) {
            oldestToGo().remove();
        }
    }

    private Deque<Entry> oldestToGo() {
        if (strangers.size() > KEPT / 2 || known.isEmpty()) {
            return strangers;
        }
        boolean strangerFirst =
                !strangers.isEmpty() && strangers.getFirst().number() < known.getFirst().number();
        return strangerFirst ? strangers : known;
    }

    /** The last records, newest first, up to that many. */
    public List<DisconnectRecord> latest(int limit) {
        List<Entry> all;
        synchronized (this) {
            all = new ArrayList<>(strangers);
            all.addAll(known);
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Entry::number).reversed())
                .limit(limit)
                .map(Entry::record)
                .toList();
    }

    /**
     * Adds a listener, which is told in a thread of its own.
     *
     * @param owner who listens, named in the log when it fails
     * @return what takes the listener away again
     */
    public Runnable listen(String owner, Consumer<? super DisconnectRecord> consumer) {
        EventListener<DisconnectRecord> listener =
                new EventListener<>(owner, DisconnectRecord.class, consumer);
        listeners.add(listener);
        return () -> {
            if (listeners.remove(listener)) {
                listener.discard();
            }
        };
    }

    @Override
    public void close() {
        listeners.forEach(EventListener::close);
        listeners.clear();
    }
}
