package dev.peerloom.cli.rpc;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The events that wait for one subscriber. A subscriber that lets too many wait is told so, and is
 * told nothing more; if the topic is lossy it is told how many it missed, and goes on. Thread-safe,
 * by its own lock, under which nothing waits for others.
 */
final class Subscription {
    private final String method;
    private final String id;
    private final int limit;
    private final boolean lossy;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private Runnable source = () -> {};
    private long missed;
    private boolean overflowed;
    private boolean closed;

    Subscription(String method, String id, int limit, boolean lossy) {
        this.method = method;
        this.id = id;
        this.limit = limit;
        this.lossy = lossy;
    }

    /** What ends the events at their source. */
    void source(Runnable end) {
        boolean late;
        synchronized (this) {
            source = end;
            late = closed || overflowed;
        }
        if (late) {
            end.run();
        }
    }

    /** Takes an event in; any thread, at once. */
    void offer(Object event) {
        Runnable end = () -> {};
        synchronized (this) {
            if (closed || overflowed) {
                return;
            }
            if (waiting.size() < limit) {
                waiting.add(event);
            } else if (lossy) {
                missed++;
            } else {
                overflowed = true;
                end = source;
            }
            notifyAll();
        }
        end.run();
    }

    /** Waits for what is to be sent next; empty at the end. */
    synchronized Optional<Map<String, Object>> next() throws InterruptedException {
        while (waiting.isEmpty() && missed == 0 && !overflowed && !closed) {
            wait();
        }
        if (closed) {
            return Optional.empty();
        }
        Object event = waiting.poll();
        if (event != null) {
            return Optional.of(notification("result", event));
        }
        if (missed > 0) {
            long count = missed;
            missed = 0;
            return Optional.of(notification("result", Map.of("missed", count)));
        }
        closed = true;
        return Optional.of(
                notification(
                        "error",
                        Map.of(
                                "code",
                                RpcException.FAILED,
                                "message",
                                "subscription ended: more than "
                                        + limit
                                        + " events were waiting for you")));
    }

    private Map<String, Object> notification(String key, Object value) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("subscription", id);
        params.put(key, value);
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("jsonrpc", "2.0");
        notification.put("method", method);
        notification.put("params", params);
        return notification;
    }

    void close() {
        Runnable end;
        synchronized (this) {
            closed = true;
            waiting.clear();
            notifyAll();
            end = source;
        }
        end.run();
    }
}
