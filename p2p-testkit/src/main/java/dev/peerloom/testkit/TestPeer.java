package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.core.NodeKey;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link Peer} that a test makes up. It stands for one link: several {@link ProtocolRunner}s over
 * the same TestPeer share the link, and the end of one is the end of all.
 *
 * <pre>{@code
 * TestPeer peer = TestPeer.builder().clientName("other/2.0").inbound(true).build();
 * try (ProtocolRunner runner = ProtocolRunner.start(new Chat(), peer)) {
 *     peer.disconnectByRemote(DisconnectReason.TOO_MANY_PEERS);
 * }
 * }</pre>
 *
 * <p>Any thread may call any method; what changes is guarded by the object's lock, and what is to
 * be done at the end of the link is done outside of it.
 */
public final class TestPeer implements Peer {
    private static final AtomicLong NEXT_KEY = new AtomicLong(1);

    private final NodeId id;
    private final String clientName;
    private final List<Capability> capabilities;
    private final boolean inbound;
    private final InetSocketAddress remoteAddress;

    private final List<LinkEnd> disconnects = new ArrayList<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private @Nullable LinkEnd end;

    private TestPeer(Builder builder) {
        this.id = builder.id;
        this.clientName = builder.clientName;
        this.capabilities = builder.capabilities;
        this.inbound = builder.inbound;
        this.remoteAddress = builder.remoteAddress;
    }

    /**
     * A peer like any other: dialled by us, with an id of its own.
     *
     * @return the peer
     */
    public static TestPeer create() {
        return builder().build();
    }

    /**
     * A builder of a peer.
     *
     * @return the builder, which makes what {@link #create} makes unless told otherwise
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String clientName() {
        return clientName;
    }

    @Override
    public List<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public boolean inbound() {
        return inbound;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** {@inheritDoc} Here it is recorded as well, also when the link has ended already. */
    @Override
    public void disconnect(DisconnectReason reason, String detail) {
        LinkEnd asked = new LinkEnd(LinkEnd.sendable(reason), detail, false);
        synchronized (this) {
            disconnects.add(asked);
        }
        end(asked);
    }

    /**
     * Ends the link as the remote side does: by a disconnect message with a reason.
     *
     * @param reason what it says; {@link DisconnectReason#UNKNOWN} for a number that has no name
     */
    public void disconnectByRemote(DisconnectReason reason) {
        end(new LinkEnd(reason, "", true));
    }

    /**
     * All calls of {@link #disconnect}, also those that came too late to be the cause.
     *
     * @return them in order
     */
    public synchronized List<LinkEnd> disconnects() {
        return List.copyOf(disconnects);
    }

    /**
     * How the link ended.
     *
     * @return its first cause; empty while it is open
     */
    public synchronized Optional<LinkEnd> linkEnd() {
        return Optional.ofNullable(end);
    }

    /** Ends the link, unless it has ended, and returns the cause that counts. */
    LinkEnd end(LinkEnd cause) {
        List<Runnable> actions;
        synchronized (this) {
            if (end != null) {
                return end;
            }
            end = cause;
            actions = List.copyOf(atEnd);
        }
        actions.forEach(Runnable::run);
        return cause;
    }

    /** Does something at the end of the link, or at once if it has ended. */
    void atEnd(Runnable action) {
        synchronized (this) {
            if (end == null) {
                atEnd.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public String toString() {
        return clientName + " at " + remoteAddress;
    }

    /** Collects what a peer is made of. Not thread-safe. */
    public static final class Builder {
        private NodeId id = NodeKey.parse("%064x".formatted(NEXT_KEY.getAndIncrement())).id();
        private String clientName = "test-peer";
        private List<Capability> capabilities = List.of();
        private boolean inbound;
        private InetSocketAddress remoteAddress =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 30303);

        private Builder() {}

        /**
         * Sets the public key; by default one that no other peer of the test has.
         *
         * @param value the key
         * @return this
         */
        public Builder id(NodeId value) {
            id = value;
            return this;
        }

        /**
         * Sets what the peer calls itself; {@code test-peer} by default.
         *
         * @param value any text
         * @return this
         */
        public Builder clientName(String value) {
            clientName = value;
            return this;
        }

        /**
         * Sets what the hello of the peer listed; nothing by default.
         *
         * @param value the capabilities, in order
         * @return this
         */
        public Builder capabilities(Capability... value) {
            capabilities = List.of(value);
            return this;
        }

        /**
         * Sets who dialled; by default this side did.
         *
         * @param value true if the peer dialled us
         * @return this
         */
        public Builder inbound(boolean value) {
            inbound = value;
            return this;
        }

        /**
         * Sets the other end of the connection; port 30303 of the loopback address by default.
         *
         * @param value the address
         * @return this
         */
        public Builder remoteAddress(InetSocketAddress value) {
            remoteAddress = value;
            return this;
        }

        /**
         * Makes the peer.
         *
         * @return the peer, its link open
         */
        public TestPeer build() {
            return new TestPeer(this);
        }
    }
}
