package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.rlpx.HandshakeException;
import dev.peerloom.core.rlpx.HandshakeReader;
import dev.peerloom.core.rlpx.InitiatorHandshake;
import dev.peerloom.core.rlpx.ResponderHandshake;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.wire.BaseProtocol;
import dev.peerloom.core.wire.CapabilityMatcher;
import dev.peerloom.core.wire.DisconnectText;
import dev.peerloom.core.wire.Hello;
import dev.peerloom.core.wire.LogText;
import dev.peerloom.core.wire.OfferedProtocol;
import dev.peerloom.core.wire.SharedProtocol;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes a link out of a connection: handshake, admission, hellos, capability matching. Each call
 * runs in the virtual thread of its connection; the mathematics is done on a bounded number of
 * cores at once, so that a flood of handshakes leaves some for the peers that are connected.
 */
public final class LinkSetup {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSetup.class);

    private final NodeKey key;
    private final String clientName;
    private final Offers offers;
    private final PeerTable table;
    private final LinkParts parts;
    private final SecureRandom random;
    private final HelloTurns turns;
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    /** Set-up for one node. */
    public LinkSetup(
            NodeKey key, String clientName, Offers offers, PeerTable table, LinkParts parts) {
        this.key = key;
        this.clientName = clientName;
        this.offers = offers;
        this.table = table;
        this.parts = parts;
        this.random = new SecureRandom();
        this.turns = new HelloTurns(key::id);
    }

    /** Where sessions are counted. */
    public Meters meters() {
        return parts.meters();
    }

    /** Sets up a connection that came in. */
    public PeerLink accept(SetupChannel channel) throws SetupException, InterruptedException {
        long deadline = deadline(parts.timing().handshake());
        HandshakeReader packet = HandshakeReader.forAuth();
        ResponderHandshake handshake = new ResponderHandshake(key.privateKey(), random);
        SetupBytes bytes = new SetupBytes(channel);
        try (Meters.Session counted = parts.meters().begin(true, Phase.AUTH)) {
            NodeId id = receiveAuth(bytes, packet, handshake, deadline);
            counted.reached(Phase.HELLO);
            SetupSession session = new SetupSession(bytes, handshake.secrets(), handshake.ack());
            return exchangeHellos(session, id, true);
        } catch (HandshakeException e) {
            // Silence, whatever was wrong: what differs between failures would tell of the key.
            channel.connection().abort();
            String detail =
                    "its auth cannot be read: it does not speak devp2p, or dialled another key"
                            + " than ours";
            throw SetupException.unreadable(Phase.AUTH, detail, e);
        }
    }

    private NodeId receiveAuth(
            SetupBytes bytes, HandshakeReader packet, ResponderHandshake handshake, long deadline)
            throws SetupException, HandshakeException, InterruptedException {
        readPacket(
                bytes,
                packet,
                deadline,
                "no complete auth within %d s: it does not speak devp2p, or is too slow",
                "remote closed the connection before its auth was complete");
        return compute(() -> handshake.receiveAuth(packet.packet()));
    }

    /** Sets up a connection that we made, to the node of that identity. */
    public PeerLink dial(SetupChannel channel, NodeId expected)
            throws SetupException, InterruptedException {
        long deadline = deadline(parts.timing().handshake());
        SetupBytes bytes = new SetupBytes(channel);
        try (Meters.Session counted = parts.meters().begin(false, Phase.AUTH)) {
            InitiatorHandshake handshake =
                    new InitiatorHandshake(key.privateKey(), expected, random);
            byte[] auth = compute(handshake::auth);
            var _ = channel.connection().send(auth, 0, auth.length);
            HandshakeReader packet = HandshakeReader.forAck();
            readPacket(
                    bytes,
                    packet,
                    deadline,
                    "no answer to our auth within %d s: it is not a devp2p node or expects another"
                            + " key",
                    "remote closed the connection instead of answering our auth: it is not a"
                            + " devp2p node, has another key, or takes nobody in now");
            Secrets secrets = compute(() -> handshake.receiveAck(packet.packet()));
            counted.reached(Phase.HELLO);
            return exchangeHellos(new SetupSession(bytes, secrets), expected, false);
        } catch (HandshakeException e) {
            channel.connection().abort();
            String detail = "its answer to our auth is none: " + LogText.of(e);
            throw SetupException.unreadable(Phase.AUTH, detail, e);
        }
    }

    /** A piece of handshake mathematics. */
    @FunctionalInterface
    private interface Mathematics<T> {
        T result() throws HandshakeException;
    }

    private <T> T compute(Mathematics<T> piece) throws HandshakeException, InterruptedException {
        cores.acquire();
        try {
            return piece.result();
        } finally {
            cores.release();
        }
    }

    private void readPacket(
            SetupBytes bytes, HandshakeReader packet, long deadline, String silent, String closed)
            throws SetupException, HandshakeException, InterruptedException {
        try {
            while (!packet.complete()) {
                bytes.feed(packet, deadline);
            }
        } catch (IOException e) {
            bytes.channel().connection().abort();
            long seconds = parts.timing().handshake().toSeconds();
            throw SetupException.ended(Phase.AUTH, e, silent.formatted(seconds), closed);
        }
    }

    private PeerLink exchangeHellos(SetupSession session, NodeId id, boolean inbound)
            throws SetupException, InterruptedException {
        long deadline = deadline(parts.timing().hello());
        InetAddress address = session.connection().remoteAddress().getAddress();
        Newcomer newcomer = new Newcomer(id, address, inbound);
        try {
            require(checkAdmission(session, newcomer, deadline));
            try (HelloTurns.Turn _ = turn(session, newcomer, deadline)) {
                // Who had the turn before may have become a peer.
                require(checkAdmission(session, newcomer, deadline));
                return exchangeHellos(session, newcomer, deadline);
            }
        } catch (SetupException e) {
            session.refuse(e);
            throw e.with(id);
        } catch (IOException e) {
            session.abort();
            throw SetupException.ended(
                            Phase.HELLO,
                            e,
                            "no hello within %d s".formatted(parts.timing().hello().toSeconds()),
                            "remote closed the connection instead of saying hello")
                    .with(id);
        }
    }

    private HelloTurns.Turn turn(SetupSession session, Newcomer newcomer, long deadline)
            throws SetupException, InterruptedException {
        return turns.take(newcomer.id(), newcomer.inbound(), deadline, session::sendHeld)
                .orElseThrow(
                        () ->
                                SetupException.refused(
                                        DisconnectReason.ALREADY_CONNECTED,
                                        "another connection with this node is becoming a link: we"
                                                + " dialled each other"));
    }

    private PeerLink exchangeHellos(SetupSession session, Newcomer newcomer, long deadline)
            throws SetupException, IOException, InterruptedException {
        List<OfferedProtocol> offered = offers.current();
        Hello ours =
                new Hello(
                        BaseProtocol.VERSION,
                        clientName,
                        offered.stream().map(OfferedProtocol::capability).sorted().toList(),
                        0,
                        key.id());
        session.send(BaseProtocol.HELLO, ours.encode());
        Hello theirs = session.receiveHello(deadline);
        session.compress(ours.compressesWith(theirs));
        session.requireIntact();
        if (!theirs.id().equals(newcomer.id())) {
            throw SetupException.refused(
                    DisconnectReason.UNEXPECTED_IDENTITY,
                    "its hello has another identity than its handshake: " + theirs.id());
        }
        List<SharedProtocol> shared = CapabilityMatcher.match(offered, theirs.capabilities());
        if (shared.isEmpty()) {
            throw SetupException.refused(
                            DisconnectReason.USELESS_PEER,
                            DisconnectText.nothingShared(
                                    ours.capabilities(), theirs.capabilities()))
                    .offering(theirs.capabilities());
        }
        return start(session, theirs, newcomer.inbound(), shared);
    }

    private static void require(Optional<Refusal> refusal) throws SetupException {
        if (refusal.isPresent()) {
            throw SetupException.refused(refusal.get().reason(), refusal.get().detail());
        }
    }

    /** A node whose last link has not ended yet waits for that, instead of being turned away. */
    private Optional<Refusal> checkAdmission(SetupSession session, Newcomer newcomer, long deadline)
            throws InterruptedException {
        NodeId id = newcomer.id();
        Optional<PeerLink> earlier = table.find(id).filter(PeerLink::isClosing);
        if (earlier.isPresent()) {
            session.sendHeld();
            try {
                long left = deadline - System.nanoTime();
                earlier.get().removed().get(left, TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The earlier link with {} is still closing", id, e);
            }
        }
        return table.check(newcomer);
    }

    private PeerLink start(
            SetupSession session, Hello theirs, boolean inbound, List<SharedProtocol> shared)
            throws SetupException {
        PeerLink link =
                new PeerLink(
                        parts,
                        session.connection(),
                        theirs,
                        inbound,
                        shared,
                        session.codecs(),
                        session.compresses());
        require(table.put(link));
        Meters.Session running = parts.meters().begin(inbound, Phase.RUNNING);
        var _ = link.gone().thenRun(() -> remove(link, running));
        parts.events().publish(new PeerEvent.Connected(link));
        if (!offers.current().containsAll(shared.stream().map(SharedProtocol::offered).toList())) {
            // A plugin went away between our hello and now: its closing may not have seen us. The
            // peer is told what it tells others, before the link starts, so that nothing of the
            // plugin is run any more.
            link.closeInOrder(
                    DisconnectReason.CLIENT_QUITTING, "a plugin of the link was unloaded");
        }
        session.handOver(link);
        return link;
    }

    private void remove(PeerLink link, Meters.Session running) {
        table.remove(link);
        running.close();
        link.removed().complete(null);
    }

    private static long deadline(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}
