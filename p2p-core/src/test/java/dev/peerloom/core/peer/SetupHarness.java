package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.HandshakeException;
import dev.peerloom.core.rlpx.HandshakeReader;
import dev.peerloom.core.rlpx.InitiatorHandshake;
import dev.peerloom.core.rlpx.ResponderHandshake;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.wire.Hello;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link LinkSetup} with its table, and other nodes that connect to it or are dialled by it. */
final class SetupHarness implements AutoCloseable {
    final NodeKey key;
    final Offers offers = new Offers();
    final PeerTable table;
    final Map<NodeId, String> banned = new ConcurrentHashMap<>();
    final LinkParts parts;
    private final LinkSetup setup;
    private final ManualClock clock = new ManualClock();
    private final List<Other> others = new ArrayList<>();

    SetupHarness(Timing timing, int maxPeers, Script... scripts) {
        this(NodeKey.generate(), timing, maxPeers, scripts);
    }

    SetupHarness(NodeKey key, Script... scripts) {
        this(key, Timing.DEFAULT, 10, scripts);
    }

    private SetupHarness(NodeKey key, Timing timing, int maxPeers, Script... scripts) {
        this.key = key;
        CodeWatch watch = CodeWatch.create();
        parts =
                new LinkParts(
                        timing,
                        clock,
                        new PeerEvents(watch),
                        new MessageTraces(watch),
                        new WriteBuffer.Pool(),
                        new Flusher(),
                        new MemoryBudget(64 << 20),
                        watch,
                        new Meters());
        table =
                new PeerTable(
                        key::id, maxPeers, (id, address) -> Optional.ofNullable(banned.get(id)));
        offers.add("plugin", List.of(scripts));
        setup = new LinkSetup(key, "tested", offers, table, parts);
    }

    SetupHarness(Script... scripts) {
        this(Timing.DEFAULT, 10, scripts);
    }

    /** The usual times, except those for handshake and hello. */
    static Timing hasty() {
        Timing usual = Timing.DEFAULT;
        return new Timing(
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                usual.tick(),
                usual.ping(),
                usual.readIdle(),
                usual.unread(),
                usual.write(),
                usual.grace(),
                usual.pongGap());
    }

    /** Another node that has connected to us and says nothing yet. */
    Other incoming(NodeKey otherKey) {
        Other other = new Other(otherKey, false);
        other.run(() -> setup.accept(other.channel));
        return other;
    }

    /** Another node that has connected to us and completes the handshake. */
    Other connected(NodeKey otherKey) throws HandshakeException {
        Other other = incoming(otherKey);
        other.channel.deliver(other.auth());
        return other;
    }

    /** Another node that we dial, and that says nothing. */
    Other dialledMute(NodeKey otherKey) {
        Other other = new Other(otherKey, true);
        other.mute = true;
        other.run(() -> setup.dial(other.channel, otherKey.id()));
        return other;
    }

    /** Another node that we dial, believing that it is that one. */
    Other dialled(NodeKey otherKey, NodeId believed) {
        Other other = new Other(otherKey, true);
        other.run(() -> setup.dial(other.channel, believed));
        return other;
    }

    /** Makes a link. */
    interface Attempt {
        PeerLink make() throws SetupException, InterruptedException;
    }

    /** The node at the other end of one connection. Called by the connection's loop. */
    final class Other implements FakeConnection.Far {
        final NodeKey ownKey;
        final FakeConnection connection = new FakeConnection(clock, this);
        final FakeSetupChannel channel = new FakeSetupChannel(connection);
        final CompletableFuture<PeerLink> outcome = new CompletableFuture<>();
        final CompletableFuture<Boolean> endedInPeace = new CompletableFuture<>();
        private final CompletableFuture<RemoteEnd> session = new CompletableFuture<>();
        private final HandshakeReader packet;
        private final InitiatorHandshake initiator;
        private final boolean responds;
        private volatile boolean began;
        private volatile boolean mute;

        private Other(NodeKey ownKey, boolean responds) {
            this.ownKey = ownKey;
            this.responds = responds;
            packet = responds ? HandshakeReader.forAuth() : HandshakeReader.forAck();
            initiator = new InitiatorHandshake(ownKey.privateKey(), key.id(), new SecureRandom());
            others.add(this);
        }

        private void run(Attempt attempt) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    outcome.complete(attempt.make());
                                } catch (Throwable failure) {
                                    outcome.completeExceptionally(failure);
                                }
                            });
        }

        byte[] auth() throws HandshakeException {
            return initiator.auth();
        }

        /** Whether a byte has come from us. */
        boolean packetBegan() {
            return began;
        }

        @Override
        public void bytes(byte[] bytes) {
            began = true;
            if (mute) {
                return;
            }
            try {
                int taken = packet.complete() ? 0 : packet.feed(bytes, 0, bytes.length);
                if (packet.complete() && !session.isDone()) {
                    session.complete(newSession());
                }
                if (taken < bytes.length) {
                    session.join().bytes(Arrays.copyOfRange(bytes, taken, bytes.length));
                }
            } catch (HandshakeException e) {
                // Dialled for another node: a stranger says nothing and closes.
                channel.end();
            }
        }

        private RemoteEnd newSession() throws HandshakeException {
            Secrets secrets;
            if (responds) {
                ResponderHandshake handshake =
                        new ResponderHandshake(ownKey.privateKey(), new SecureRandom());
                handshake.receiveAuth(packet.packet());
                channel.deliver(handshake.ack());
                secrets = handshake.secrets();
            } else {
                secrets = initiator.receiveAck(packet.packet());
            }
            RemoteEnd end = new RemoteEnd(secrets, false);
            end.wire(channel::deliver);
            return end;
        }

        @Override
        public void end(boolean inPeace) {
            endedInPeace.complete(inPeace);
            if (session.isDone()) {
                session.join().end(inPeace);
            }
            channel.end();
        }

        RemoteEnd remote() {
            return await(session);
        }

        byte[] hello(int version, NodeId id, String... capabilities) {
            List<Capability> list =
                    Arrays.stream(capabilities)
                            .map(text -> text.split("/", 2))
                            .map(parts -> new Capability(parts[0], Integer.parseInt(parts[1])))
                            .toList();
            return new Hello(version, "other", list, 0, id).encode();
        }

        /** Exchanges hellos. */
        RemoteEnd greet(int version, NodeId id, String... capabilities) {
            RemoteEnd remote = remote();
            remote.expect(0);
            remote.compress(version >= 5);
            remote.send(0, hello(version, id, capabilities));
            return remote;
        }

        RemoteEnd greet() {
            return greet(5, ownKey.id(), "tst/1");
        }

        PeerLink link() {
            return await(outcome);
        }

        /** Why there is no link. */
        SetupException failure() {
            try {
                PeerLink link = outcome.get(20, TimeUnit.SECONDS);
                throw new AssertionError("there is a link with " + link.id());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SetupException why) {
                    return why;
                }
                throw new AssertionError(e);
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** A frame of that size as far as its header tells. */
    static byte[] headerOf(RemoteEnd remote, int size) {
        return Arrays.copyOf(remote.encodeRaw(0, new byte[size - 1]), FrameEncoder.HEADER);
    }

    @Override
    public void close() {
        for (Other other : others) {
            other.channel.end();
            if (other.outcome.isDone() && !other.outcome.isCompletedExceptionally()) {
                PeerLink link = other.outcome.join();
                link.close(CloseCause.broken(Closer.US, "the test is over"));
                await(link.gone());
            }
            other.connection.abort();
            await(other.connection.closed());
            other.connection.close();
        }
        parts.close();
    }
}
