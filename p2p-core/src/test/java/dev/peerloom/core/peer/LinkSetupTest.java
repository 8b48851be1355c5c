package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** Who becomes a peer, and who is refused. */
class LinkSetupTest extends LinkSetupFixture {
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
}
