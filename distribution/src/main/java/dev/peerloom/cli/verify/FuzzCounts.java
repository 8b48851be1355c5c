package dev.peerloom.cli.verify;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.PeerEvent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the protocol under test has read, by code and by peer, and which links are gone: told by the
 * events of its node. Guarded by its own lock; those who wait for a change wait on it.
 */
final class FuzzCounts {
    private final Capability capability;
    private final long[] byCode;
    private final Map<NodeId, Long> byPeer = new HashMap<>();
    private final Set<NodeId> gone = new HashSet<>();
    private long links;

    FuzzCounts(Capability capability, int length) {
        this.capability = capability;
        this.byCode = new long[length];
    }

    synchronized void read(PeerEvent.MessageReceived event) {
        if (event.capability().equals(capability) && event.code() < byCode.length) {
            byCode[event.code()]++;
            byPeer.merge(event.peer().id(), 1L, Long::sum);
            notifyAll();
        }
    }

    synchronized void connected(PeerEvent.Connected event) {
        links++;
    }

    /** A link is gone when every run() of it has returned. */
    synchronized void gone(PeerEvent.Disconnected event) {
        gone.add(event.peer().id());
        notifyAll();
    }

    /** A new link with this peer is about to be made. */
    synchronized void expect(NodeId peer) {
        gone.remove(peer);
    }

    synchronized boolean isGone(NodeId peer) {
        return gone.contains(peer);
    }

    /** How many messages of a peer were read, over all its links. */
    synchronized long read(NodeId peer) {
        return byPeer.getOrDefault(peer, 0L);
    }

    /** Something else has changed that others wait for. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits for a change, but not for ever. */
    @SuppressWarnings("WaitNotInLoop") // those who call it look again, in a loop
    synchronized void await(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.timedWait(this, millis);
    }

    synchronized long total() {
        long total = 0;
        for (long count : byCode) {
            total += count;
        }
        return total;
    }

    synchronized long links() {
        return links;
    }

    /** How many the code got that got the fewest. */
    synchronized long least() {
        return byCode[leastCode()];
    }

    /** The code that got the fewest. */
    synchronized int leastCode() {
        int least = 0;
        for (int code = 1; code < byCode.length; code++) {
            if (byCode[code] < byCode[least]) {
                least = code;
            }
        }
        return least;
    }

    synchronized long count(int code) {
        return byCode[code];
    }
}
