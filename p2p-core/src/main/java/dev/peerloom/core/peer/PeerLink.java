package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.core.DisconnectRecord;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.PeerLoad;
import dev.peerloom.core.RunningProtocol;
import dev.peerloom.core.peer.Meters.InboxLoad;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.wire.CodeSpace;
import dev.peerloom.core.wire.Hello;
import dev.peerloom.core.wire.LogText;
import dev.peerloom.core.wire.SharedProtocol;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One link between two nodes after both hellos: the peer that all protocols on it see. What comes
 * in is the connection thread's ({@link LinkReader}, {@link KeepAlive}), what goes out belongs to
 * the holder of the write token ({@link LinkWriter}), and closing to the thread that the first
 * cause starts ({@link LinkCloser}).
 */
public final class PeerLink implements Peer, ConnectionListener {
    private static final int MAX_DETAIL = 300;

    private final LinkParts parts;
    private final Connection connection;
    private final Hello hello;
    private final boolean inbound;
    private final Instant connectedAt = Instant.now();
    private final List<ProtocolRun> runs = new ArrayList<>();
    private final List<Inbox> inboxes = new ArrayList<>();
    private final List<ProtocolMeter> meters = new ArrayList<>();
    private final LinkMeter meter = new LinkMeter();
    private final CodeSpace codes;
    private final LinkWriter writer;
    private final KeepAlive keepAlive;
    private final LinkReader reader;
    private final AtomicReference<@Nullable CloseCause> cause = new AtomicReference<>();
    private final AtomicInteger fullInboxes = new AtomicInteger();
    private final Object starting = new Object();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final CompletableFuture<Void> removed = new CompletableFuture<>();
    private volatile @Nullable DisconnectRecord end;

    /**
     * Makes a link that does not run yet.
     *
     * @param hello the peer's
     * @param compress whether both hellos allow compression
     */
    PeerLink(
            LinkParts parts,
            Connection connection,
            Hello hello,
            boolean inbound,
            List<SharedProtocol> shared,
            FrameCodecs codec,
            boolean compress) {
        this.parts = parts;
        this.connection = connection;
        this.hello = hello;
        this.inbound = inbound;
        codes = new CodeSpace(shared);
        writer = new LinkWriter(connection, codec.encoder(), compress, meter, parts);
        for (SharedProtocol protocol : shared) {
            Inbox inbox = new Inbox(parts.memory(), parts.clock(), this::inboxHasRoom);
            inboxes.add(inbox);
            ProtocolMeter counts = parts.meters().of(protocol.offered());
            meters.add(counts);
            ProtocolChannel channel =
                    new ProtocolChannel(this, protocol, inbox, writer, compress, counts);
            runs.add(new ProtocolRun(this, protocol, channel, parts.watch()));
        }
        keepAlive = new KeepAlive(this, connection, writer, inboxes, parts);
        reader =
                new LinkReader(
                        this,
                        codes,
                        inboxes,
                        meters,
                        meter,
                        keepAlive,
                        codec.decoder(),
                        compress,
                        parts);
    }

    /** The two directions of a session's frames. */
    record FrameCodecs(FrameEncoder encoder, FrameDecoder decoder) {}

    /**
     * Starts the protocols and the clock. On the connection's thread, before the first bytes.
     *
     * @param early frames that came in one piece with the peer's hello
     */
    void start(List<byte[]> early) {
        synchronized (starting) {
            if (isClosing()) {
                return;
            }
            runs.forEach(ProtocolRun::start);
        }
        keepAlive.start();
        early.forEach(reader::early);
        reader.receiveComplete();
    }

    @Override
    public NodeId id() {
        return hello.id();
    }

    @Override
    public String clientName() {
        return hello.clientName();
    }

    @Override
    public List<Capability> capabilities() {
        return hello.capabilities();
    }

    @Override
    public boolean inbound() {
        return inbound;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    /** Our end of the connection. */
    public InetSocketAddress localAddress() {
        return connection.localAddress();
    }

    /** When both hellos had been exchanged. */
    public Instant connectedAt() {
        return connectedAt;
    }

    /** What runs on the link, in the order of the offsets. */
    public List<SharedProtocol> protocols() {
        return codes.protocols();
    }

    /** What runs on the link, with what each protocol says of the peer. */
    public List<RunningProtocol> describeProtocols() {
        return runs.stream().map(ProtocolRun::describe).toList();
    }

    @Override
    public void disconnect(DisconnectReason reason, String detail) {
        Objects.requireNonNull(detail, "detail");
        close(CloseCause.local(Objects.requireNonNull(reason, "reason"), detail));
    }

    /**
     * Closes the link unless it is closing already. Any thread; returns at once.
     *
     * @return whether this cause was the first
     */
    public boolean close(CloseCause first) {
        boolean won = cause.compareAndSet(null, first);
        // Whoever was first: the connection is of no use to protocols any more.
        if (won || !first.tell()) {
            writer.close();
            inboxes.forEach(Inbox::close);
        }
        if (won) {
            closer(first).start(false);
        }
        return won;
    }

    /**
     * Closes the link in order: reading ends now, writing when every {@code run()} has returned or
     * the grace has passed; then the peer is told. Any thread; returns at once.
     */
    public void closeInOrder(DisconnectReason reason, String detail) {
        CloseCause first = CloseCause.local(reason, detail);
        if (cause.compareAndSet(null, first)) {
            inboxes.forEach(Inbox::close);
            closer(first).start(true);
        }
    }

    private LinkCloser closer(CloseCause first) {
        // Either the protocols have all been started by now, and are waited for, or none will be.
        synchronized (starting) {
            return new LinkCloser(this, first, connection, writer, runs, parts);
        }
    }

    /** Why the link closes; null while it is open. */
    public @Nullable CloseCause closeCause() {
        return cause.get();
    }

    /** Whether a first cause to close has come. */
    public boolean isClosing() {
        return cause.get() != null;
    }

    /** Completes when every {@code run()} on the link has returned or was reported. */
    public CompletableFuture<Void> gone() {
        return gone;
    }

    /** Completes when the socket is closed. */
    public CompletableFuture<Void> socketClosed() {
        return connection.closed();
    }

    /** Completes when the link is out of the table as well. */
    public CompletableFuture<Void> removed() {
        return removed;
    }

    /**
     * How the link ended.
     *
     * @throws IllegalStateException if it is not {@link #gone}
     */
    public DisconnectRecord end() {
        DisconnectRecord record = end;
        if (record == null) {
            throw new IllegalStateException("the link with " + id() + " has not ended");
        }
        return record;
    }

    /** On the closing thread, when every run has returned or was reported. */
    void ended(CloseCause why) {
        end =
                new DisconnectRecord(
                        Instant.now(),
                        inbound,
                        DisconnectRecord.Phase.RUNNING,
                        Optional.of(id()),
                        remoteAddress(),
                        why.closedBy(),
                        why.code(),
                        LogText.escape(why.detail(), MAX_DETAIL));
        gone.complete(null);
    }

    /** What has passed on the link, and what waits on it. */
    public PeerLoad load() {
        return new PeerLoad(
                this,
                meter.bytesRead(),
                meter.bytesWritten(),
                meter.messagesReceived(),
                meter.messagesSent(),
                inboxes.stream().mapToLong(Inbox::size).sum(),
                inboxes.stream().mapToLong(Inbox::bytes).sum());
    }

    /** How full the inboxes of its protocols are. */
    List<InboxLoad> inboxLoads() {
        List<InboxLoad> loads = new ArrayList<>();
        for (int i = 0; i < inboxes.size(); i++) {
            Inbox inbox = inboxes.get(i);
            loads.add(
                    new InboxLoad(
                            codes.protocols().get(i), inbox.size(), inbox.bytes(), inbox.isFull()));
        }
        return loads;
    }

    boolean runsProtocolOf(String owner) {
        return codes.protocols().stream()
                .anyMatch(shared -> shared.offered().owner().equals(owner));
    }

    String closeDetail() {
        CloseCause why = cause.get();
        return why == null ? "the protocol has ended" : why.detail();
    }

    /** A protocol has left messages waiting for too long. */
    void unread(int index, String detail) {
        runs.get(index).reportUnread(detail);
        close(CloseCause.local(DisconnectReason.SUBPROTOCOL_ERROR, detail));
    }

    String protocolName(int index) {
        return codes.protocols().get(index).capability().toString();
    }

    PeerEvents events() {
        return parts.events();
    }

    MessageTraces traces() {
        return parts.traces();
    }

    /** An inbox has gone over its high-water mark. On the connection's thread. */
    void inboxFull() {
        fullInboxes.incrementAndGet();
        applyReading();
    }

    private void inboxHasRoom() {
        if (fullInboxes.decrementAndGet() == 0) {
            // The connection's thread decides: an inbox may have filled up again meanwhile.
            connection.execute(this::applyReading);
        }
    }

    private void applyReading() {
        boolean on = fullInboxes.get() == 0;
        keepAlive.reading(on);
        connection.reading(on || isClosing());
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        reader.received(bytes, offset, length);
    }

    @Override
    public void receiveComplete() {
        reader.receiveComplete();
    }

    @Override
    public void sent(int bytes) {
        writer.sent(bytes);
    }

    @Override
    public void closed(@Nullable Throwable failure) {
        reader.end();
        if (failure == null) {
            close(CloseCause.broken(Closer.REMOTE, "remote closed the connection"));
        } else {
            Closer closer = failure instanceof IOException ? Closer.NETWORK : Closer.US;
            close(CloseCause.broken(closer, "the connection broke: " + LogText.of(failure)));
        }
    }
}
