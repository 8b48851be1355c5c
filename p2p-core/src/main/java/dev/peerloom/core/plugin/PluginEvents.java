package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginEvent;
import dev.peerloom.core.PluginEvent.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells of each step in the life of a plugin, in the log and to listeners. Each listener has a
 * thread and a bounded queue of its own. Thread-safe.
 */
final class PluginEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginEvents.class);
    private static final int LIMIT = 1024;

    private final InstantSource clock;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    PluginEvents(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds a listener; returns what takes it away again. */
    Runnable add(Consumer<? super PluginEvent> consumer) {
        Listener listener = new Listener(consumer);
        listeners.add(listener);
        return () -> {
            listeners.remove(listener);
            listener.queue.clear();
            listener.end();
        };
    }

    void tell(Kind kind, PluginPackage plugin, String detail) {
        tell(kind, plugin.id(), plugin.version(), plugin.file(), detail);
    }

    void tell(Kind kind, String id, String version, Path file, String detail) {
        log(kind, id, version, file, detail);
        PluginEvent event = new PluginEvent(clock.instant(), kind, id, version, file, detail);
        listeners.forEach(listener -> listener.offer(event));
    }

    private static void log(Kind kind, String id, String version, Path file, String detail) {
        String subject = id.isEmpty() ? "plugin file " + file : "plugin " + id + " " + version;
        String word =
                switch (kind) {
                    case STARTED -> "is ready";
                    case LOADED, STOPPED, UNLOADED, REFUSED, RESTORED -> word(kind);
                    case FOUND -> "was found";
                    case WAITING -> "is waited for";
                    case STOPPING -> "is stopping";
                    case FAILED -> "failed";
                    case REDIALLING -> "connects again";
                };
        String line = subject + " " + word + (detail.isEmpty() ? "" : ": " + detail);
        switch (kind) {
            case REFUSED, FAILED, RESTORED -> LOG.warn("{}", line);
            default -> LOG.info("{}", line);
        }
    }

    private static String word(Kind kind) {
        return "was " + kind.name().toLowerCase(Locale.ROOT);
    }

    /** What is queued is told still, and nothing more. */
    @Override
    public void close() {
        listeners.forEach(Listener::end);
        listeners.clear();
    }

    /** One listener. The consumer is called on the thread only. */
    private static final class Listener {
        private final Consumer<? super PluginEvent> consumer;
        // Empty: the end.
        private final LinkedBlockingQueue<Optional<PluginEvent>> queue =
                new LinkedBlockingQueue<>();
        private final AtomicLong lost = new AtomicLong();

        Listener(Consumer<? super PluginEvent> consumer) {
            this.consumer = consumer;
            Thread.ofVirtual().name("plugin-events").start(this::run);
        }

        void offer(PluginEvent event) {
            if (queue.size() < LIMIT) {
                queue.add(Optional.of(event));
            } else {
                lost.incrementAndGet();
            }
        }

        void end() {
            queue.add(Optional.empty());
        }

        private void run() {
            try {
                for (Optional<PluginEvent> event = queue.take();
                        event.isPresent();
                        event = queue.take()) {
                    tell(event.get());
                }
            } catch (InterruptedException e) {
                LOG.warn("A listener of plugin events was interrupted and has ended");
            }
        }

        private void tell(PluginEvent event) {
            long missed = lost.getAndSet(0);
            if (missed > 0) {
                LOG.warn("A listener of plugin events is too slow: {} lost", missed);
            }
            try {
                consumer.accept(event);
            } catch (RuntimeException | Error failure) {
                // Whoever listens, its failure must not end the telling.
                LOG.warn("A listener of plugin events failed", failure);
            }
        }
    }
}
