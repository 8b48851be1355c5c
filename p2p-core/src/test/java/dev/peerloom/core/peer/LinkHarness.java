package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.crypto.Keccak256;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.wire.CapabilityMatcher;
import dev.peerloom.core.wire.Hello;
import dev.peerloom.core.wire.OfferedProtocol;
import dev.peerloom.core.wire.SharedProtocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One link with scripted protocols on a {@link FakeConnection} with a {@link RemoteEnd}. */
final class LinkHarness implements AutoCloseable {
    /** The first message code of the first protocol. */
    static final int FIRST = 0x10;

    private static final String NEAR = "127.0.0.1";

    final ManualClock clock;
    final LinkParts parts;
    final RemoteEnd remote;
    final FakeConnection connection;
    final PeerLink link;
    final BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
    private final List<Script> scripts;
    private final boolean ownParts;

    private LinkHarness(
            LinkParts parts,
            ManualClock clock,
            boolean ownParts,
            boolean compress,
            NodeId id,
            String address,
            List<Script> scripts) {
        this.parts = parts;
        this.clock = clock;
        this.ownParts = ownParts;
        this.scripts = scripts;
        Secrets secrets = secrets();
        remote = new RemoteEnd(secrets.swapped(), compress);
        connection = new FakeConnection(clock, remote, address);
        remote.wire(connection::deliver);
        var _ = parts.events().add("test", PeerEvent.Disconnected.class, events::add);
        link =
                new PeerLink(
                        parts,
                        connection,
                        hello(id, scripts),
                        true,
                        shared(scripts),
                        codecs(secrets),
                        compress);
        connection.listener(link);
    }

    private static PeerLink.FrameCodecs codecs(Secrets secrets) {
        FrameDecoder decoder = new FrameDecoder(secrets);
        decoder.limit(FrameEncoder.MAX_FRAME);
        return new PeerLink.FrameCodecs(new FrameEncoder(secrets), decoder);
    }

    private static Secrets secrets() {
        byte[] aes = new byte[32];
        byte[] mac = new byte[32];
        Arrays.fill(aes, (byte) 7);
        Arrays.fill(mac, (byte) 9);
        Keccak256 out = new Keccak256();
        out.update(new byte[] {1});
        Keccak256 in = new Keccak256();
        in.update(new byte[] {2});
        return new Secrets(aes, mac, out, in);
    }

    private static NodeId usualId() {
        byte[] id = new byte[64];
        id[0] = 0x5A;
        return new NodeId(id);
    }

    private static Hello hello(NodeId id, List<Script> scripts) {
        List<Capability> capabilities = new ArrayList<>();
        scripts.forEach(
                script -> capabilities.add(new Capability(script.name(), script.version())));
        return new Hello(5, "remote", capabilities, 0, id);
    }

    private static List<SharedProtocol> shared(List<Script> scripts) {
        List<OfferedProtocol> offered =
                scripts.stream().map(script -> OfferedProtocol.of("plugin", script)).toList();
        return CapabilityMatcher.match(
                offered, offered.stream().map(OfferedProtocol::capability).toList());
    }

    /** A link that is not started yet. */
    static LinkHarness prepared(Timing timing, boolean compress, Script... scripts) {
        return prepared(timing, compress, usualId(), NEAR, scripts);
    }

    private static LinkHarness prepared(
            Timing timing, boolean compress, NodeId id, String address, Script... scripts) {
        ManualClock clock = new ManualClock();
        CodeWatch watch = CodeWatch.create();
        LinkParts parts =
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
        return new LinkHarness(parts, clock, true, compress, id, address, List.of(scripts));
    }

    static LinkHarness start(Timing timing, boolean compress, Script... scripts) {
        return prepared(timing, compress, scripts).started();
    }

    /** A running link with the times and the compression of the network. */
    static LinkHarness start(Script... scripts) {
        return start(Timing.DEFAULT, true, scripts);
    }

    /** A running link with the node of that identity at that IP address. */
    static LinkHarness startAs(NodeId id, String address, Script script) {
        return prepared(Timing.DEFAULT, true, id, address, script).started();
    }

    static LinkHarness start(Script.Run run) {
        return start(new Script(run));
    }

    /** Another link that shares its parts with this one, as all links of a node do. */
    LinkHarness sibling(Script script) {
        return new LinkHarness(parts, clock, false, true, usualId(), NEAR, List.of(script))
                .started();
    }

    LinkHarness started() {
        connection.onLoop(() -> link.start(List.of()));
        return this;
    }

    /** Starts the link with frames that came in one piece with the hello. */
    LinkHarness started(List<byte[]> early) {
        connection.onLoop(() -> link.start(early));
        return this;
    }

    MessageChannel channel() {
        return scripts.getFirst().channel();
    }

    void advance(Duration step) {
        // What was sent before has arrived before.
        connection.onLoop(() -> {});
        clock.advance(step);
        connection.onLoop(() -> {});
    }

    /** How the link ended, once every run() on it has returned. */
    PeerEvent.Disconnected end() {
        try {
            PeerEvent event = events.poll(20, TimeUnit.SECONDS);
            assertNotNull(event, "the link has not ended");
            return (PeerEvent.Disconnected) event;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Timing for tests that must see a grace or a write limit pass. */
    static Timing shortTiming() {
        Timing usual = Timing.DEFAULT;
        return new Timing(
                usual.handshake(),
                usual.hello(),
                usual.tick(),
                usual.ping(),
                usual.readIdle(),
                usual.unread(),
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                usual.pongGap());
    }

    @Override
    public void close() {
        link.close(CloseCause.broken(Closer.US, "the test is over"));
        connection.takeAll();
        assertTrue(awaitEnd(link.gone()), "the link has not closed");
        connection.abort();
        assertTrue(awaitEnd(link.socketClosed()), "the socket has not closed");
        if (ownParts) {
            parts.close();
        }
        connection.close();
    }

    private static boolean awaitEnd(CompletableFuture<Void> end) {
        try {
            end.get(20, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
