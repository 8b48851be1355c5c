package dev.peerloom.plugin.bzz;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Peer;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.bzz.wire.Handshake;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What bzz and hive share on one link: hive waits here for bzz. Whichever of the two comes first
 * makes the entry, and the last to leave takes it away.
 *
 * <p>Any thread may call any method; the map and the entries' users are guarded by the object's
 * lock.
 */
final class Handshakes {
    private final Map<Peer, Entry> entries = new HashMap<>();

    /** Finds the entry of a link. Whoever calls this calls {@link #leave} in the end. */
    synchronized Entry enter(Peer peer) {
        Entry entry = entries.computeIfAbsent(peer, any -> new Entry());
        entry.users++;
        return entry;
    }

    synchronized void leave(Peer peer, Entry entry) {
        entry.users--;
        if (entry.users == 0) {
            entries.remove(peer, entry);
        }
    }

    /** What a peer said of itself; null before, or if it is no peer of ours. */
    @Nullable Handshake of(Peer peer) {
        Entry entry;
        synchronized (this) {
            entry = entries.get(peer);
        }
        return entry == null || entry.result.isCompletedExceptionally()
                ? null
                : entry.result.getNow(null);
    }

    /** How many links have an entry. */
    synchronized int size() {
        return entries.size();
    }

    /** The handshake of one link. */
    static final class Entry {
        private final CompletableFuture<Handshake> result = new CompletableFuture<>();
        private int users;

        void complete(Handshake handshake) {
            result.complete(handshake);
        }

        /**
         * The session ends before a handshake was there, or ends after it: then nothing changes.
         */
        void fail(Throwable why) {
            result.completeExceptionally(why);
        }

        /**
         * Waits for the handshake. If bzz ends the link, this ends as bzz does: which of the two is
         * heard first must make no difference to the peer.
         */
        Handshake await(Duration limit) throws IOException, InterruptedException {
            try {
                return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw initCause(
                        new DisconnectException(
                                DisconnectReason.PING_TIMEOUT,
                                "hive, and no bzz handshake within " + limit.toMillis() + " ms"),
                        e);
            } catch (ExecutionException e) {
                throw switch (e.getCause()) {
                    case DisconnectException closed ->
                            initCause(
                                    new DisconnectException(closed.reason(), text(closed)), closed);
                    case RlpException malformed ->
                            initCause(new RlpException(text(malformed)), malformed);
                    case null, default ->
                            initCause(new EOFException("bzz has ended before its handshake"), e);
                };
            }
        }

        private static String text(Exception e) {
            return Objects.requireNonNullElse(e.getMessage(), "");
        }

        private static <E extends Exception> E initCause(E exception, Throwable cause) {
            exception.initCause(cause);
            return exception;
        }
    }
}
