package dev.peerloom.testkit;

import static java.util.stream.Collectors.joining;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What every protocol must keep, whatever it speaks: JUnit tests to inherit. A test class of the
 * author's says what to test; a protocol whose peers may begin at once needs no more than this:
 *
 * <pre>{@code
 * class EchoContractTest extends ProtocolContract {
 *     @Override
 *     protected Protocol protocol() {
 *         return new Echo();
 *     }
 * }
 * }</pre>
 *
 * <p>One with a handshake shows how a legal conversation starts, and gives samples of the messages
 * that are legal then, so that the tests get past the front door:
 *
 * <pre>{@code
 * class ChatContractTest extends ProtocolContract {
 *     @Override
 *     protected NodeService service() {
 *         return new ChatService();
 *     }
 *
 *     @Override
 *     protected void opening(ScriptedPeer remote) throws Exception {
 *         remote.expect(HELLO);
 *         remote.send(HELLO, hello("bob"));
 *     }
 *
 *     @Override
 *     protected List<SampleMessage> samples(Capability capability) {
 *         return List.of(SampleMessage.of(SAY, say("hi")));
 *     }
 * }
 * }</pre>
 *
 * <p>Whatever a peer sends, a protocol answers it, ignores it, or ends the link for a stated
 * reason: {@code run()} returns, or throws a {@link dev.peerloom.api.DisconnectException} or an
 * {@link dev.peerloom.api.rlp.RlpException}. Any other exception is taken for a flaw of the
 * protocol, as it is by a node. All protocols of a service are tested, one after the other. Time is
 * {@linkplain ManualClock virtual}, and random choices are {@linkplain SeededRandom seeded}: a
 * failure names the seed.
 *
 * <p>The class is used by one thread per test, as JUnit does.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // only against a start() or opening() that hangs
@SuppressWarnings("exports") // JUnit is not forced on who tests without it; who uses this has it
public abstract class ProtocolContract {
    private @Nullable ContractRounds rounds;

    /** For test classes; they have no state of their own from here. */
    protected ProtocolContract() {}

    /**
     * The protocol to test: a new one at every call. Override this or {@link #service()}.
     *
     * @return the protocol
     * @throws Exception which fails the test
     */
    protected Protocol protocol() throws Exception {
        throw new IllegalStateException(
                getClass().getName() + " must override protocol() or service()");
    }

    /**
     * The service whose protocols to test: a new one at every call. Without an override, one that
     * offers {@link #protocol()} alone.
     *
     * @return the service
     * @throws Exception which fails the test
     */
    protected NodeService service() throws Exception {
        Protocol only = protocol();
        return node -> List.of(only);
    }

    /**
     * The node that the service runs in: for its settings and dependencies.
     *
     * @return a builder; one without settings if not overridden
     * @throws Exception which fails the test
     */
    protected FakeNodeContext.Builder node() throws Exception {
        return FakeNodeContext.builder();
    }

    /**
     * Starts a conversation as a legal peer does: the handshake, if there is one. The link must be
     * open afterwards. Does nothing if not overridden.
     *
     * @param remote the peer to play; its {@link ScriptedPeer#capability} tells which protocol of a
     *     service it is
     * @throws Exception which fails the test
     */
    protected void opening(ScriptedPeer remote) throws Exception {}

    /**
     * Messages that are legal after the {@linkplain #opening opening}, in any order and more than
     * once; the more kinds there are among them, the more the contract can try.
     *
     * @param capability the protocol that they are for
     * @return the messages; none if not overridden
     * @throws Exception which fails the test
     */
    protected List<SampleMessage> samples(Capability capability) throws Exception {
        return List.of();
    }

    private ContractRounds rounds() {
        if (rounds == null) {
            rounds = new ContractRounds(this);
        }
        return rounds;
    }

    /** How long {@code run()} may go on after its end; less in tests of what does not end. */
    Duration grace() {
        return ProtocolRunner.GRACE;
    }

    /** What is chosen at random; the same every time in tests of the contract. */
    SeededRandom random() {
        return SeededRandom.create();
    }

    /**
     * Name, version, length and maxPayload are legal, and the same at every call and start.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void namesItselfLegallyAndAlwaysTheSame() throws Exception {
        List<String> first = new ArrayList<>();
        rounds().each(protocol -> first.add(ProtocolNumbers.check(protocol)));
        List<String> second = new ArrayList<>();
        rounds().each(
                        protocol -> {
                            rounds().open(protocol).end();
                            second.add(ProtocolNumbers.check(protocol));
                        });
        ProtocolNumbers.checkDifferent(first);
        if (!first.equals(second)) {
            throw new AssertionError(
                    "offers at one start " + first + ", at another start " + second);
        }
    }

    /**
     * nodeInfo and peerInfo are trees, at any time, and do not wait for {@code run()}.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void describesItselfWithoutBlocking() throws Exception {
        rounds().each(
                        protocol -> {
                            InfoCheck info = new InfoCheck(grace());
                            info.nodeInfo(protocol);
                            TestPeer peer = TestPeer.create();
                            try (ContractSession session = rounds().open(protocol, peer)) {
                                info.all(protocol, peer, "while it reads");
                                rounds().jam(session, protocol);
                                info.all(
                                        protocol,
                                        peer,
                                        "while it writes to a peer that does not read");
                            }
                            info.all(protocol, peer, "after its session has ended");
                            info.all(
                                    protocol, TestPeer.create(), "of a peer that it does not know");
                        });
    }

    /**
     * A peer that never says a word is waited for or refused.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void bearsAPeerThatSaysNothing() throws Exception {
        rounds().each(
                        protocol -> {
                            try (ContractSession session = rounds().start(protocol)) {
                                session.settle();
                                session.advance(Duration.ofMinutes(10));
                            }
                        });
    }

    /**
     * Every code, also those that mean nothing, before the opening and after it.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void bearsEveryMessageCode() throws Exception {
        rounds().hostile(HostilePayloads::everyCode);
    }

    /**
     * Messages that are cut off anywhere.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void bearsTruncatedPayloads() throws Exception {
        rounds().hostile(HostilePayloads::truncated);
    }

    /**
     * Messages with more than belongs there, that claim more than is there, and the largest.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void bearsOversizedPayloads() throws Exception {
        rounds().hostile(HostilePayloads::oversized);
        rounds().each(
                        protocol -> {
                            HostilePayloads payloads = rounds().payloads(protocol);
                            for (int code : payloads.codesForTheLargest()) {
                                try (ContractSession session = rounds().open(protocol)) {
                                    session.deliver(code, payloads.largest());
                                }
                            }
                        });
    }

    /**
     * Messages with bytes changed, lost or added.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void bearsDamagedPayloads() throws Exception {
        rounds().hostile(HostilePayloads::damaged);
    }

    /**
     * {@code run()} returns when the link closes while it waits for a message.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void endsWhenTheLinkClosesWhileItReads() throws Exception {
        rounds().each(
                        protocol -> {
                            rounds().start(protocol).end();
                            rounds().open(protocol).end();
                        });
    }

    /**
     * {@code run()} returns when the link closes while it waits for room to write.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void endsWhenTheLinkClosesWhileItWrites() throws Exception {
        rounds().each(
                        protocol -> {
                            try (ContractSession session = rounds().open(protocol)) {
                                rounds().jam(session, protocol);
                            }
                            try (ContractSession session = rounds().open(protocol)) {
                                rounds().jam(session, protocol);
                                session.closeInOrder();
                            }
                        });
    }

    /**
     * A peer that reads slowly is served, and one that stops reading is left to the node.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void bearsASlowReader() throws Exception {
        rounds().each(
                        protocol -> {
                            try (ContractSession session = rounds().open(protocol)) {
                                rounds().slowly(session, protocol);
                                rounds().jam(session, protocol);
                                session.advance(MessagePipe.WRITE_LIMIT);
                            }
                        });
    }

    /**
     * Two peers at once get what each gets alone, and the end of one is not that of the other.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void servesTwoPeersAtOnce() throws Exception {
        Map<Capability, List<Integer>> alone = new HashMap<>();
        rounds().each(
                        protocol -> {
                            try (ContractSession session = rounds().open(protocol)) {
                                rounds().converse(session, protocol);
                                alone.put(ProtocolNumbers.capability(protocol), session.answers());
                            }
                        });
        rounds().each(
                        protocol -> {
                            try (ContractSession one = rounds().open(protocol);
                                    ContractSession other = rounds().open(protocol)) {
                                rounds().converse(one, protocol);
                                ContractRounds.checkAnswers(alone, one, protocol);
                                one.end();
                                other.settle();
                                ContractRounds.checkOpen(
                                        other,
                                        "the link with another peer has ended with the first");
                                rounds().converse(other, protocol);
                            }
                        });
    }

    /**
     * A node that connects again is served again.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void runsAgainWithTheSamePeer() throws Exception {
        rounds().each(
                        protocol -> {
                            TestPeer first = TestPeer.create();
                            for (int round = 0; round < 3; round++) {
                                TestPeer again = TestPeer.builder().id(first.id()).build();
                                try (ContractSession session = rounds().open(protocol, again)) {
                                    rounds().converse(session, protocol);
                                }
                            }
                        });
    }

    /**
     * When reading ends first, as at unload and stop, {@code run()} returns without being forced.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void endsInOrderWhenTheNodeStops() throws Exception {
        rounds().each(
                        protocol -> {
                            ContractSession silent = rounds().start(protocol);
                            silent.settle();
                            silent.closeInOrder();
                            ContractSession session = rounds().open(protocol);
                            rounds().converse(session, protocol);
                            session.closeInOrder();
                        });
    }

    /**
     * An interrupt ends {@code run()}: a node that has waited long enough has no other means.
     *
     * @throws Exception which fails the test
     */
    @Test
    public void endsWhenItIsInterrupted() throws Exception {
        rounds().each(protocol -> rounds().open(protocol).interrupt());
    }

    /**
     * What a session and its service start, they end.
     *
     * @throws Exception which fails the test
     */
    @Test
    @ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
    public void leavesNoThreadBehind() throws Exception {
        // What a library starts once for all is not meant, so the first round does not count.
        oneSessionEach();
        ThreadCensus before = ThreadCensus.take();
        oneSessionEach();
        List<String> left = ThreadCensus.awaitNoneBeside(before, grace(), "");
        if (!left.isEmpty()) {
            throw new AssertionError(
                    left.size()
                            + " threads are left after run() and stop() have returned:\n"
                            + left.stream().collect(joining("\n")));
        }
    }

    private void oneSessionEach() throws Exception {
        rounds().each(
                        protocol -> {
                            try (ContractSession session = rounds().open(protocol)) {
                                rounds().converse(session, protocol);
                            }
                        });
    }
}
