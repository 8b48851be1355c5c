package dev.peerloom.core.peer;

import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.fault.CodeWatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells listeners what happens to peers. Each listener has a thread and a bounded queue of its own:
 * a slow one loses events and delays nobody. Thread-safe.
 */
public final class PeerEvents implements AutoCloseable {
    private final CodeWatch watch;
    private final List<EventListener<?>> listeners = new CopyOnWriteArrayList<>();

    // Message events cost something for each message, so they are made only when someone listens.
    private volatile boolean sentWanted;
    private volatile boolean receivedWanted;

    /** Nobody listens yet; what goes wrong in listeners is told the watch. */
    public PeerEvents(CodeWatch watch) {
        this.watch = watch;
    }

    /**
     * Adds a listener.
     *
     * @param owner the plugin that listens, named in the log when it fails
     * @return what takes the listener away again
     */
    public <E extends PeerEvent> Runnable add(
            String owner, Class<E> kind, Consumer<? super E> consumer) {
        return add(new EventListener<>(owner, kind, consumer, watch));
    }

    /** Adds a listener to several kinds, which gets all of them in one order. */
    public Runnable add(
            String owner,
            List<Class<? extends PeerEvent>> kinds,
            Consumer<? super PeerEvent> consumer) {
        return add(new EventListener<>(owner, PeerEvent.class, kinds, consumer, watch));
    }

    private Runnable add(EventListener<?> listener) {
        listeners.add(listener);
        update();
        return () -> remove(listener);
    }

    private void remove(EventListener<?> listener) {
        if (listeners.remove(listener)) {
            update();
            listener.discard();
        }
    }

    private void update() {
        sentWanted = wants(PeerEvent.MessageSent.class);
        receivedWanted = wants(PeerEvent.MessageReceived.class);
    }

    private boolean wants(Class<? extends PeerEvent> kind) {
        return listeners.stream().anyMatch(listener -> listener.accepts(kind));
    }

    /** Whether an event for a sent message would reach anyone. */
    boolean wantsSent() {
        return sentWanted;
    }

    /** Whether an event for a received message would reach anyone. */
    boolean wantsReceived() {
        return receivedWanted;
    }

    /** Queues an event for those who listen to its kind. Never blocks. */
    void publish(PeerEvent event) {
        for (EventListener<?> listener : listeners) {
            listener.offer(event);
        }
    }

    @Override
    public void close() {
        listeners.forEach(EventListener::close);
        listeners.clear();
        update();
    }
}
