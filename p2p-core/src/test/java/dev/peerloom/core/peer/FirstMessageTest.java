package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;

/** What comes where a hello is expected, and what comes with one. */
class FirstMessageTest extends LinkSetupFixture {
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
}
