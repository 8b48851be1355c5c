package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** From a connection to a link. */
class LinkSetupTest {
    private static final int CODE = 0x10;

    private static Script echo() {
        return new Script(
                (peer, channel) -> {
                    for (; ; ) {
                        Message message = channel.read();
                        channel.write(message.code(), message.payload());
                    }
                });
    }

    private static void assertEcho(RemoteEnd remote) {
        remote.send(CODE, (byte) 1, (byte) 2);
        assertArrayEquals(new byte[] {1, 2}, remote.expect(CODE));
    }

    private static void assertRefused(SetupHarness.Other other, RemoteEnd remote, int code) {
        remote.expectDisconnect(code);
        SetupException why = other.failure();
        assertEquals(code, why.code());
        assertFalse(why.byRemote());
    }

    @Test
    void aNodeThatConnectsBecomesAPeer() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            assertEcho(other.greet());
            PeerLink link = other.link();
            assertEquals(other.ownKey.id(), link.id());
            assertTrue(link.inbound());
            assertEquals(link, harness.table.find(link.id()).orElseThrow());
        }
    }

    @Test
    void aNodeThatWeDialBecomesAPeer() {
        try (SetupHarness harness = new SetupHarness(echo())) {
            NodeKey key = NodeKey.generate();
            SetupHarness.Other other = harness.dialled(key, key.id());
            assertEcho(other.greet());
            assertFalse(other.link().inbound());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 3, 0})
    void beforeVersion5NothingIsCompressed(int version) throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            assertEcho(other.greet(version, other.ownKey.id(), "tst/1"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 255, Integer.MAX_VALUE})
    void aLaterVersionIsAcceptedAndCompressed(int version) throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            assertEcho(other.greet(version, other.ownKey.id(), "tst/1"));
        }
    }

    @Test
    void aHelloWithAnotherIdentityIsRefused() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            RemoteEnd remote = other.greet(5, NodeKey.generate().id(), "tst/1");
            assertRefused(other, remote, 0x09);
            assertEquals(0, harness.table.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 65})
    void aHelloWithAnIdentityOfAnotherLengthIsRefusedAsThatOfAnother(int length) throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            other.remote().expect(0);
            byte[] hello =
                    new RlpWriter()
                            .startList()
                            .write(4)
                            .write("other")
                            .startList()
                            .startList()
                            .write("tst")
                            .write(1)
                            .endList()
                            .endList()
                            .write(0)
                            .write(Arrays.copyOf(other.ownKey.id().publicKey(), length))
                            .endList()
                            .toByteArray();
            other.remote().send(0, hello);
            assertRefused(other, other.remote(), 0x09);
        }
    }

    @Test
    void ourOwnIdentityIsRefusedBeforeHello() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(harness.key);
            assertRefused(other, other.remote(), 0x0a);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tst/2", "Tst/1", "eth/69", ""})
    void aNodeThatSharesNoCapabilityIsRefused(String capability) throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            String[] offered = capability.isEmpty() ? new String[0] : new String[] {capability};
            assertRefused(other, other.greet(5, other.ownKey.id(), offered), 0x03);
            assertEquals(0, harness.table.size());
        }
    }

    @Test
    void oneTooManyIsRefusedBeforeHelloUnlessItIsTrusted() throws Exception {
        NodeKey trusted = NodeKey.generate();
        try (SetupHarness harness = new SetupHarness(Timing.DEFAULT, 1, echo())) {
            harness.table.trust(trusted.id());
            assertEcho(harness.connected(NodeKey.generate()).greet());
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            assertRefused(other, other.remote(), 0x04);
            assertEcho(harness.connected(trusted).greet());
        }
    }

    /** Two keys, the one with the larger id first. */
    private static NodeKey[] twoKeys() {
        NodeKey a = NodeKey.generate();
        NodeKey b = NodeKey.generate();
        boolean larger = Arrays.compareUnsigned(a.id().publicKey(), b.id().publicKey()) > 0;
        return larger ? new NodeKey[] {a, b} : new NodeKey[] {b, a};
    }

    @Test
    void ofTwoDialsThatCrossTheOneOfTheLargerIdIsKept() throws Exception {
        NodeKey[] keys = twoKeys();
        try (SetupHarness harness = new SetupHarness(keys[0], echo())) {
            SetupHarness.Other ours = harness.dialled(keys[1], keys[1].id());
            ours.remote().expect(0);
            SetupHarness.Other theirs = harness.connected(keys[1]);
            assertRefused(theirs, theirs.remote(), 0x05);
            ours.remote().compress(true);
            ours.remote().send(0, ours.hello(5, keys[1].id(), "tst/1"));
            assertEcho(ours.remote());
            assertFalse(ours.link().inbound());
        }
    }

    @Test
    void whoHasTheSmallerIdSaysHelloOnTheOthersDialOnlyWhenItsOwnHasFailed() throws Exception {
        NodeKey[] keys = twoKeys();
        try (SetupHarness harness = new SetupHarness(keys[1], echo())) {
            SetupHarness.Other ours = harness.dialled(keys[0], keys[0].id());
            ours.remote().expect(0);
            SetupHarness.Other theirs = harness.connected(keys[0]);
            theirs.remote().expectNothing();
            ours.remote().send(1, (byte) 0xC1, (byte) 0x05);
            assertEcho(theirs.greet());
            assertTrue(theirs.link().inbound());
            assertTrue(ours.failure().byRemote());
        }
    }

    @Test
    void aDialThatWasAcceptedMeanwhileIsRefusedByTheOneThatWaited() throws Exception {
        NodeKey[] keys = twoKeys();
        try (SetupHarness harness = new SetupHarness(keys[1], echo())) {
            SetupHarness.Other ours = harness.dialled(keys[0], keys[0].id());
            ours.remote().expect(0);
            SetupHarness.Other theirs = harness.connected(keys[0]);
            theirs.remote().expectNothing();
            ours.remote().compress(true);
            ours.remote().send(0, ours.hello(5, keys[0].id(), "tst/1"));
            assertRefused(theirs, theirs.remote(), 0x05);
            assertEcho(ours.remote());
        }
    }

    @Test
    void whoIsBannedIsRefusedBeforeHello() throws Exception {
        NodeKey key = NodeKey.generate();
        try (SetupHarness harness = new SetupHarness(echo())) {
            harness.banned.put(key.id(), "the node is banned: test");
            SetupHarness.Other other = harness.connected(key);
            assertRefused(other, other.remote(), 0x00);
            assertEquals("the node is banned: test", other.failure().getMessage());
        }
    }

    @Test
    void twoThatWereBothLetInToTheLastPlaceDoNotBothGetIt() throws Exception {
        try (SetupHarness harness = new SetupHarness(Timing.DEFAULT, 1, echo())) {
            SetupHarness.Other first = harness.connected(NodeKey.generate());
            SetupHarness.Other second = harness.connected(NodeKey.generate());
            first.remote();
            second.remote().expect(0);
            assertEcho(first.greet());
            second.remote().compress(true);
            second.remote().send(0, second.hello(5, second.ownKey.id(), "tst/1"));
            assertRefused(second, second.remote(), 0x04);
        }
    }

    @Test
    void aNodeThatIsConnectedIsRefusedASecondLink() throws Exception {
        NodeKey key = NodeKey.generate();
        try (SetupHarness harness = new SetupHarness(echo())) {
            RemoteEnd first = harness.connected(key).greet();
            assertEcho(first);
            SetupHarness.Other second = harness.connected(key);
            assertRefused(second, second.remote(), 0x05);
            assertEcho(first);
        }
    }

    @Test
    void aNodeThatReconnectsIsLetInWhenTheRunsOfItsEarlierLinkHaveReturned() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Script script =
                new Script(
                        (peer, channel) -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            try {
                                Script.UNTIL_EOF.run(peer, channel);
                                leave.await();
                            } finally {
                                running.decrementAndGet();
                            }
                        });
        NodeKey key = NodeKey.generate();
        try (SetupHarness harness = new SetupHarness(script)) {
            SetupHarness.Other first = harness.connected(key);
            first.greet();
            PeerLink link = first.link();
            first.remote().send(1, (byte) 0xC1, (byte) 8);
            await().until(link::isClosing);
            SetupHarness.Other second = harness.connected(key);
            second.remote().expectNothing();
            leave.countDown();
            second.greet();
            second.link();
            await().until(() -> script.channels.size() == 2);
            assertEquals(1, most.get());
        }
    }

    @ParameterizedTest
    @CsvSource({"c104, 4", "04, 4", "c180, 0", "c0, -1", "'', -1", "c163, 99"})
    void aDisconnectInsteadOfHelloIsThePeersRefusal(String hex, int code) throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            other.remote().expect(0);
            other.remote().sendRaw(1, HexFormat.of().parseHex(hex));
            SetupException why = other.failure();
            assertTrue(why.byRemote());
            assertEquals(code, why.code());
            other.remote().expect(RemoteEnd.END);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 0x10, 0x80})
    void anotherMessageBeforeHelloIsABreach(int code) throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            other.remote().expect(0);
            other.remote().send(code, (byte) 0xC0);
            assertRefused(other, other.remote(), 0x02);
        }
    }

    @Test
    void aHelloThatIsTooLongIsRefusedByItsHeader() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            RemoteEnd remote = other.remote();
            remote.expect(0);
            remote.sendBytes(SetupHarness.headerOf(remote, 2049));
            assertRefused(other, remote, 0x02);
        }
    }

    @Test
    void aHelloThatIsNoneIsABreach() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            other.remote().expect(0);
            other.remote().send(0, (byte) 0xC3, (byte) 5);
            assertRefused(other, other.remote(), 0x02);
        }
    }

    @Test
    void messagesInOnePieceWithTheHelloAreDelivered() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            RemoteEnd remote = other.remote();
            remote.expect(0);
            byte[] hello = remote.encode(0, other.hello(5, other.ownKey.id(), "tst/1"));
            remote.compress(true);
            byte[] large = ChannelWriteTest.random(5_000, 1);
            remote.sendBytes(
                    RemoteEnd.join(
                            hello,
                            remote.encode(CODE, (byte) 1),
                            remote.encode(CODE, large),
                            remote.encode(CODE, (byte) 2)));
            assertArrayEquals(new byte[] {1}, remote.expect(CODE));
            assertArrayEquals(large, remote.expect(CODE));
            assertArrayEquals(new byte[] {2}, remote.expect(CODE));
        }
    }

    @Test
    void aDamagedFrameInOnePieceWithTheHelloIsABreachAndMakesNoLink() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            RemoteEnd remote = other.remote();
            remote.expect(0);
            byte[] hello = remote.encode(0, other.hello(5, other.ownKey.id(), "tst/1"));
            remote.compress(true);
            byte[] damaged = remote.encode(CODE, (byte) 1);
            damaged[damaged.length - 1] ^= 1;
            remote.sendBytes(RemoteEnd.join(hello, damaged));
            assertRefused(other, remote, 0x02);
            assertEquals(0, harness.table.size());
        }
    }

    @Test
    void aHandshakeByteByByteIsUnderstoodAndHasOneDeadline() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            SetupHarness.Other other = harness.incoming(NodeKey.generate());
            for (byte single : other.auth()) {
                other.channel.deliver(new byte[] {single});
            }
            RemoteEnd remote = other.remote();
            remote.expect(0);
            byte[] hello = remote.encode(0, other.hello(5, other.ownKey.id(), "tst/1"));
            remote.compress(true);
            for (byte single : hello) {
                remote.sendBytes(new byte[] {single});
            }
            assertEcho(remote);
            assertEquals(2, other.channel.deadlines.size());
        }
    }

    @Test
    void garbageIsMetWithSilence() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            byte[] garbage = ChannelWriteTest.random(300, 2);
            garbage[0] = 1;
            garbage[1] = 0;
            byte[] tampered = harness.incoming(NodeKey.generate()).auth();
            tampered[tampered.length - 1] ^= 1;
            for (byte[] bytes : new byte[][] {garbage, tampered, {0, 0}, {-1, -1}}) {
                SetupHarness.Other other = harness.incoming(NodeKey.generate());
                other.channel.deliver(bytes);
                assertEquals(Phase.AUTH, other.failure().phase());
                assertFalse(SetupHarness.await(other.endedInPeace), "closed at once");
                assertFalse(other.packetBegan(), "not a byte was sent");
            }
        }
    }

    @Test
    void aNodeThatNeverCompletesItsHandshakeIsGivenUp() throws Exception {
        try (SetupHarness harness = new SetupHarness(SetupHarness.hasty(), 10, echo())) {
            SetupHarness.Other other = harness.incoming(NodeKey.generate());
            byte[] auth = other.auth();
            other.channel.deliver(Arrays.copyOf(auth, auth.length - 1));
            assertEquals(Phase.AUTH, other.failure().phase());
            assertFalse(SetupHarness.await(other.endedInPeace));
        }
    }

    @Test
    void aNodeThatNeverSaysHelloIsGivenUp() throws Exception {
        try (SetupHarness harness = new SetupHarness(SetupHarness.hasty(), 10, echo())) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            assertEquals(Phase.HELLO, other.failure().phase());
            assertFalse(SetupHarness.await(other.endedInPeace));
        }
    }

    @Test
    void aNodeThatDoesNotAnswerOurAuthIsToldFromOneThatCloses() {
        try (SetupHarness harness = new SetupHarness(SetupHarness.hasty(), 10, echo())) {
            NodeKey key = NodeKey.generate();
            SetupHarness.Other silent = harness.dialledMute(key);
            SetupException late = silent.failure();
            assertEquals(Closer.US, late.closedBy());
            assertTrue(late.getMessage().startsWith("no answer to our auth within"));
            SetupHarness.Other closing = harness.dialled(key, NodeKey.generate().id());
            SetupException closed = closing.failure();
            assertEquals(Closer.REMOTE, closed.closedBy());
            assertTrue(closed.getMessage().contains("has another key"));
        }
    }

    @Test
    void aNodeThatIsNotTheOneThatWeDialledIsGivenUpInTheHandshake() {
        try (SetupHarness harness = new SetupHarness(SetupHarness.hasty(), 10, echo())) {
            SetupHarness.Other other = harness.dialled(NodeKey.generate(), NodeKey.generate().id());
            assertEquals(Phase.AUTH, other.failure().phase());
        }
    }

    @Test
    void aPluginThatWasWithdrawnDuringTheHelloDoesNotRun() throws Exception {
        Script script = echo();
        try (SetupHarness harness = new SetupHarness(script)) {
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            RemoteEnd remote = other.remote();
            remote.expect(0);
            remote.compress(true);
            harness.offers.remove("plugin");
            remote.send(0, other.hello(5, other.ownKey.id(), "tst/1"));
            remote.expectDisconnect(0x08); // as to all others that speak it
            SetupHarness.await(other.link().gone());
            assertTrue(script.channels.isEmpty(), "run() was called after the plugin was gone");
        }
    }

    @Test
    void aTableThatIsClosedTurnsEverybodyAway() throws Exception {
        try (SetupHarness harness = new SetupHarness(echo())) {
            harness.table.close();
            SetupHarness.Other other = harness.connected(NodeKey.generate());
            assertRefused(other, other.remote(), DisconnectReason.CLIENT_QUITTING.code());
        }
    }

    @Test
    void everyDamagedHandshakeEndsInAFailure() throws Exception {
        Random random = new Random(3);
        try (SetupHarness harness = new SetupHarness(echo())) {
            byte[] auth = harness.incoming(NodeKey.generate()).auth();
            for (int i = 0; i < 100; i++) {
                byte[] damaged = auth.clone();
                damaged[2 + random.nextInt(auth.length - 2)] ^= (byte) (1 << random.nextInt(8));
                SetupHarness.Other other = harness.incoming(NodeKey.generate());
                other.channel.deliver(damaged);
                assertEquals(Phase.AUTH, other.failure().phase());
            }
        }
    }
}
