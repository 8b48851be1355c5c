package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class TestPeerTest {
    @Test
    void isWhatTheTestMakesOfIt() {
        NodeId id = new NodeId(new byte[64]);
        Capability eth = new Capability("eth", 69);
        InetSocketAddress address = new InetSocketAddress("127.0.0.9", 5);
        TestPeer peer =
                TestPeer.builder()
                        .id(id)
                        .clientName("other/1")
                        .capabilities(eth, eth)
                        .inbound(true)
                        .remoteAddress(address)
                        .build();
        assertEquals(id, peer.id());
        assertEquals("other/1", peer.clientName());
        assertEquals(List.of(eth, eth), peer.capabilities());
        assertTrue(peer.inbound());
        assertEquals(address, peer.remoteAddress());
    }

    @Test
    void hasAnIdOfItsOwnByDefault() {
        assertNotEquals(TestPeer.create().id(), TestPeer.create().id());
        assertFalse(TestPeer.create().inbound());
        assertTrue(TestPeer.create().remoteAddress().getAddress().isLoopbackAddress());
    }

    @Test
    void isComparedByIdentity() {
        TestPeer.Builder builder = TestPeer.builder();
        assertNotEquals(builder.build(), builder.build());
    }

    @Test
    void keepsTheFirstCauseAndRecordsAllCalls() {
        TestPeer peer = TestPeer.create();
        assertEquals(Optional.empty(), peer.linkEnd());
        peer.disconnectByRemote(DisconnectReason.TOO_MANY_PEERS);
        peer.disconnect(DisconnectReason.REQUESTED, "late");
        assertEquals(
                Optional.of(new LinkEnd(DisconnectReason.TOO_MANY_PEERS, "", true)),
                peer.linkEnd());
        assertEquals(
                List.of(new LinkEnd(DisconnectReason.REQUESTED, "late", false)),
                peer.disconnects());
    }

    @Test
    void sendsAReasonWithoutNumberAsAnErrorOfTheSubprotocol() {
        TestPeer peer = TestPeer.create();
        peer.disconnect(DisconnectReason.UNKNOWN, "odd");
        assertEquals(
                Optional.of(new LinkEnd(DisconnectReason.SUBPROTOCOL_ERROR, "odd", false)),
                peer.linkEnd());
    }

    @Test
    void doesWhatIsToBeDoneAtTheEndOnce() {
        List<String> done = new ArrayList<>();
        TestPeer peer = TestPeer.create();
        peer.atEnd(() -> done.add("before"));
        assertEquals(List.of(), done);
        peer.disconnect(DisconnectReason.REQUESTED, "");
        peer.disconnect(DisconnectReason.REQUESTED, "");
        assertEquals(List.of("before"), done);
        peer.atEnd(() -> done.add("after"));
        assertEquals(List.of("before", "after"), done);
    }
}
