package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/** What comes where a handshake is expected, or does not come. */
class HandshakeSetupTest extends LinkSetupFixture {
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
