package dev.peerloom.core.peer;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.wire.CapabilityMatcher;
import dev.peerloom.core.wire.CodeSpace;
import dev.peerloom.core.wire.Hello;
import dev.peerloom.core.wire.OfferedProtocol;
import dev.peerloom.core.wire.SharedProtocol;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** One end of a {@link MessagePath}: the parts of a link, put together without its threads. */
final class PathEnd implements Connection {
    private static final InetSocketAddress SOMEWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final List<ProtocolChannel> channels = new ArrayList<>();
    private final LinkWriter writer;
    private final LinkReader reader;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private @Nullable PathEnd other;
    private long sends;

    /** Only its name and its length matter. */
    private record Named(String name) implements Protocol {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 8;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) {
            throw new UnsupportedOperationException("the channel is used from outside");
        }
    }

    PathEnd(LinkParts parts, Secrets secrets, List<SharedProtocol> shared) {
        Hello hello = new Hello(5, "other", List.of(), 0, new NodeId(new byte[64]));
        FrameEncoder encoder = new FrameEncoder(secrets);
        FrameDecoder decoder = new FrameDecoder(secrets);
        decoder.limit(FrameEncoder.MAX_FRAME);
        PeerLink link =
                new PeerLink(
                        parts,
                        this,
                        hello,
                        true,
                        shared,
                        new PeerLink.FrameCodecs(encoder, decoder),
                        true);
        LinkMeter traffic = new LinkMeter();
        writer = new LinkWriter(this, encoder, true, traffic, parts);
        List<Inbox> inboxes = new ArrayList<>();
        List<ProtocolMeter> meters = new ArrayList<>();
        for (SharedProtocol protocol : shared) {
            Inbox inbox = new Inbox(parts.memory(), parts.clock(), PathEnd::hasRoom);
            ProtocolMeter meter = parts.meters().of(protocol.offered());
            inboxes.add(inbox);
            meters.add(meter);
            channels.add(new ProtocolChannel(link, protocol, inbox, writer, true, meter));
        }
        KeepAlive keepAlive = new KeepAlive(link, this, writer, inboxes, parts);
        reader =
                new LinkReader(
                        link,
                        new CodeSpace(shared),
                        inboxes,
                        meters,
                        traffic,
                        keepAlive,
                        decoder,
                        true,
                        parts);
    }

    static List<SharedProtocol> share(int protocols) {
        List<OfferedProtocol> offered =
                IntStream.range(0, protocols)
                        .mapToObj(i -> OfferedProtocol.of("bench", new Named("p" + (10 + i))))
                        .toList();
        return CapabilityMatcher.match(
                offered, offered.stream().map(OfferedProtocol::capability).toList());
    }

    private static void hasRoom() {
        // It is read by whom it is filled: nobody has to be told.
    }

    void join(PathEnd value) {
        other = value;
    }

    ProtocolChannel channel(int protocol) {
        return channels.get(protocol);
    }

    void flush() {
        writer.flush();
    }

    long sends() {
        return sends;
    }

    @Override
    public int send(byte[] bytes, int offset, int length) {
        PathEnd to = other;
        if (to == null) {
            throw new IllegalStateException("there is no other end yet");
        }
        sends++;
        to.reader.received(bytes, offset, length);
        to.reader.receiveComplete();
        return length;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return SOMEWHERE;
    }

    @Override
    public InetSocketAddress localAddress() {
        return SOMEWHERE;
    }

    @Override
    public void reading(boolean on) {
        if (!on) {
            throw new IllegalStateException("more was written than is read");
        }
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        // Nobody pings, and nobody is late.
    }

    @Override
    public void finish() {
        abort();
    }

    @Override
    public void abort() {
        closed.complete(null);
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }
}
