package dev.peerloom.plugin.eth.session;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.plugin.eth.wire.Answer;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Our requests for headers to one peer that it has not answered. Guarded by itself: requests come
 * from any thread, answers from the session's.
 */
final class PendingRequests {
    /** How many late answers are waited for, so that they are not taken for unsolicited ones. */
    private static final int MAX_ABANDONED = 64;

    private final Map<Long, Pending> pending = new HashMap<>();
    private final Set<Long> abandoned = new LinkedHashSet<>();
    private long lastId;
    private boolean closed;

    /** One request: at most {@code amount} items satisfy it. */
    record Pending(long id, long amount, CompletableFuture<List<byte[]>> items) {}

    synchronized Pending open(long amount) throws EOFException {
        if (closed) {
            throw new EOFException("the peer is gone");
        }
        Pending request = new Pending(++lastId, amount, new CompletableFuture<>());
        pending.put(request.id(), request);
        return request;
    }

    /** Gives up on a request; its answer may still come. */
    synchronized void abandon(Pending request) {
        if (pending.remove(request.id()) != null) {
            abandoned.add(request.id());
            if (abandoned.size() > MAX_ABANDONED) {
                abandoned.remove(abandoned.iterator().next());
            }
        }
    }

    /** Delivers an answer; DisconnectException if nobody asked, or not for that much. */
    void answer(Answer answer) throws DisconnectException {
        Pending request = take(answer.requestId());
        if (request == null) {
            return;
        }
        if (answer.items().size() > request.amount()) {
            DisconnectException breach =
                    Handshake.breach(
                            "block headers: "
                                    + answer.items().size()
                                    + " where "
                                    + request.amount()
                                    + " were asked for");
            request.items().completeExceptionally(breach);
            throw breach;
        }
        request.items().complete(answer.items());
    }

    private synchronized @Nullable Pending take(long id) throws DisconnectException {
        Pending request = pending.remove(id);
        if (request == null && !abandoned.remove(id)) {
            throw Handshake.breach("block headers that were not asked for (request " + id + ")");
        }
        return request;
    }

    /** No answer will come any more. */
    synchronized void close() {
        closed = true;
        pending.values()
                .forEach(
                        request ->
                                request.items()
                                        .completeExceptionally(
                                                new EOFException("the peer is gone")));
        pending.clear();
    }
}
