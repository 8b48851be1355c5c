package dev.peerloom.plugin.shh.session;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.plugin.shh.pool.Bundle;
import dev.peerloom.plugin.shh.pool.Requirements;
import dev.peerloom.plugin.shh.pool.Wants;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Envelopes;
import dev.peerloom.plugin.shh.wire.PowRequirement;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;

import java.io.IOException;

/**
 * One peer after the exchange of status. {@link #run} belongs to the protocol's thread for this
 * peer; what is sent of our own accord is guarded by the object's lock, which is held for writes
 * that do not block only.
 */
public final class ShhSession {
    /** Well below what any peer accepts, and no larger than what a link takes at once. */
    private static final int BUNDLE = 256 << 10;

    /** No peer gets more than so many bundles before the others have had their turn. */
    private static final int BUNDLES_A_TURN = 8;

    private final Peer peer;
    private final MessageChannel channel;
    private final LocalNode local;
    private final int place;
    private final boolean light;
    private volatile Wants wants;
    private volatile boolean trusted;

    // Guarded by the object's lock.
    private double toldPow;
    private BloomFilter toldBloom;
    private long served;
    private boolean closed;

    private ShhSession(
            Peer peer, MessageChannel channel, LocalNode local, Requirements told, Status status) {
        this.peer = peer;
        this.channel = channel;
        this.local = local;
        this.light = status.light();
        this.wants = new Wants(status.minPow(), status.bloom());
        this.toldPow = told.minPow();
        this.toldBloom = told.bloom();
        this.place = local.pool().openPlace();
    }

    /**
     * Exchanges status.
     *
     * @param peer the peer
     * @param channel its messages
     * @param local this node
     * @return the session, to be closed
     * @throws DisconnectException if the peer breaks the rules, or is of no use
     * @throws IOException if the link closes or the status is malformed
     * @throws InterruptedException if the thread is interrupted
     */
    static ShhSession open(Peer peer, MessageChannel channel, LocalNode local)
            throws IOException, InterruptedException {
        Requirements told = local.requirements();
        Status status = Handshake.exchange(told, channel);
        return new ShhSession(peer, channel, local, told, status);
    }

    /** Takes what the peer sends until the link closes. */
    void run() throws IOException, InterruptedException {
        Intake intake = new Intake(local, place);
        while (true) {
            Message message = channel.read();
            int limit = local.requirements().maxMessageSize();
            if (message.payload().length > limit) {
                throw new DisconnectException(
                        DisconnectReason.SUBPROTOCOL_ERROR,
                        "an shh message of "
                                + message.payload().length
                                + " bytes, more than "
                                + limit);
            }
            handle(message, intake);
        }
    }

    private void handle(Message message, Intake intake) throws IOException {
        byte[] payload = message.payload();
        switch (message.code()) {
            case ShhCode.MESSAGES -> intake.take(Envelopes.decode(payload));
            case ShhCode.POW_REQUIREMENT ->
                    want(new Wants(PowRequirement.decode(payload), wants.bloom()));
            case ShhCode.BLOOM_FILTER ->
                    want(new Wants(wants.minPow(), BloomFilter.decode(payload)));
            case ShhCode.P2P_MESSAGE -> {
                if (trusted) {
                    intake.takeDirect(Envelope.decode(payload));
                }
            }
            default -> {
                // A second status, a request for a mail server, or a later version's: ignored.
            }
        }
    }

    private synchronized void want(Wants now) {
        wants = now;
        // What it did not want before, it may want now.
        served = 0;
    }

    /**
     * Tells the peer what has changed, and sends it what it wants and has not got, as far as the
     * link takes it without waiting.
     *
     * @return whether there is more to send
     */
    synchronized boolean serve() {
        if (closed || !tell(local.requirements())) {
            return !closed;
        }
        for (int i = 0; i < BUNDLES_A_TURN; i++) {
            if (!local.pool().hasAfter(served)) {
                return false;
            }
            Bundle bundle = local.pool().collect(place, wants, served, BUNDLE);
            if (!bundle.pooled().isEmpty() && !send(bundle)) {
                return true;
            }
            served = bundle.through();
            if (!bundle.more()) {
                return false;
            }
        }
        return true;
    }

    private boolean send(Bundle bundle) {
        if (!channel.tryWrite(ShhCode.MESSAGES, Envelopes.encode(bundle.envelopes()))) {
            return false;
        }
        local.pool().markSent(place, bundle);
        local.counters().forwarded.add(bundle.pooled().size());
        return true;
    }

    /** False if the link is full: the rest is told the next time. */
    private boolean tell(Requirements now) {
        if (now.minPow() != toldPow) {
            if (!channel.tryWrite(ShhCode.POW_REQUIREMENT, PowRequirement.encode(now.minPow()))) {
                return false;
            }
            toldPow = now.minPow();
        }
        if (!now.bloom().equals(toldBloom)) {
            if (!channel.tryWrite(ShhCode.BLOOM_FILTER, now.bloom().encode())) {
                return false;
            }
            toldBloom = now.bloom();
        }
        return true;
    }

    /** Nothing is sent any more; the peer's place is given back. */
    synchronized void close() {
        closed = true;
        local.pool().closePlace(place);
    }

    /**
     * Sends an envelope to this peer alone, whatever its work.
     *
     * @param envelope the envelope
     * @throws IOException if the link has closed
     * @throws InterruptedException if the thread is interrupted
     */
    public void sendDirect(Envelope envelope) throws IOException, InterruptedException {
        channel.write(ShhCode.P2P_MESSAGE, envelope.encode());
    }

    /** From now on the peer may send messages for this node alone. */
    public void trust() {
        trusted = true;
    }

    /**
     * Whether the peer may send messages for this node alone.
     *
     * @return true once it is trusted
     */
    public boolean trusted() {
        return trusted;
    }

    /**
     * Whether the peer forwards nothing.
     *
     * @return what its status said
     */
    public boolean light() {
        return light;
    }

    /**
     * What the peer wants to be sent.
     *
     * @return what it said last
     */
    public Wants wants() {
        return wants;
    }

    /**
     * The peer.
     *
     * @return who is at the other end
     */
    public Peer peer() {
        return peer;
    }
}
