package dev.peerloom.plugin.shh.session;

import dev.peerloom.api.DisconnectReason;

import java.time.Duration;

/**
 * Every 300 ms: drops what has expired, tells peers what has changed, and forwards. One thread for
 * all peers, as an idle one then costs next to nothing; it never waits for a link, but comes back
 * soon to one that was full.
 *
 * <p>{@link #start} and {@link #stop} belong to the node that starts and stops the plugin.
 */
public final class Forwarder {
    private static final Duration PERIOD = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofMillis(20);

    private final LocalNode local;
    private final Sessions sessions;
    private final Thread thread;

    /**
     * Not running yet.
     *
     * @param local this node
     * @param sessions whom to forward to
     */
    public Forwarder(LocalNode local, Sessions sessions) {
        this.local = local;
        this.sessions = sessions;
        this.thread = Thread.ofVirtual().name("shh-forwarder").unstarted(this::run);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(turn() ? SOON : PERIOD);
            }
        } catch (InterruptedException e) {
            // The plugin stops: this is how it is said.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does what is due.
     *
     * @return whether a link was too full to take all
     */
    boolean turn() {
        local.pool().expire(local.now());
        boolean more = false;
        for (ShhSession session : sessions.all()) {
            more |= serve(session);
        }
        return more;
    }

    private static boolean serve(ShhSession session) {
        try {
            return session.serve();
        } catch (RuntimeException e) {
            // Our own mistake, with one peer: the others are still to be served.
            // Asked for here, as finding one would slow the start of every node down.
            System.getLogger(Forwarder.class.getName())
                    .log(System.Logger.Level.ERROR, "cannot forward to " + session.peer().id(), e);
            session.peer().disconnect(DisconnectReason.SUBPROTOCOL_ERROR, "forwarding failed");
            return false;
        }
    }

    /**
     * Ends the thread, and waits for its end.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
