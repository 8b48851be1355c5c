package dev.peerloom.testkit;

import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Calls nodeInfo and peerInfo as a node does: in another thread, which must not be held up.
 *
 * @param limit a wait, not a measure: who blocks, blocks until the session goes on
 */
record InfoCheck(Duration limit) {
    void nodeInfo(Protocol protocol) throws InterruptedException {
        check("nodeInfo() before the first session", protocol::nodeInfo);
    }

    void all(Protocol protocol, Peer peer, String when) throws InterruptedException {
        check("nodeInfo() " + when, protocol::nodeInfo);
        check("peerInfo() " + when, () -> protocol.peerInfo(peer));
    }

    private void check(String name, Callable<?> call) throws InterruptedException {
        FutureTask<Object> task = new FutureTask<>(call::call);
        Thread thread = Thread.ofVirtual().name("peerloom info").start(task);
        if (!Threads.ends(thread, limit)) {
            String stack = Threads.stack(thread);
            thread.interrupt();
            throw new AssertionError(name + " blocks:" + stack);
        }
        try {
            InfoTree.check(name, task.get());
        } catch (ExecutionException e) {
            throw new AssertionError(name + " throws " + e.getCause(), e.getCause());
        }
    }
}
