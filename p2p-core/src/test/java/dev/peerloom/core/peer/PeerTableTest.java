package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is let in. */
class PeerTableTest {
    private static final NodeId SELF = id(0xEE);
    private final List<LinkHarness> harnesses = new ArrayList<>();

    private static NodeId id(int number) {
        byte[] key = new byte[64];
        key[63] = (byte) number;
        return new NodeId(key);
    }

    private PeerLink link(int number) {
        LinkHarness harness = LinkHarness.startAs(id(number), new Script(Script.UNTIL_EOF));
        harnesses.add(harness);
        return harness.link;
    }

    @AfterEach
    void close() {
        harnesses.forEach(LinkHarness::close);
    }

    @Test
    void nobodyIsLetInTwiceUntilTheFirstLinkIsOut() {
        PeerTable table = new PeerTable(SELF, 10);
        PeerLink first = link(1);
        PeerLink second = link(1);
        assertEquals(Optional.empty(), table.put(first));
        assertEquals(Optional.of(DisconnectReason.ALREADY_CONNECTED), table.check(id(1)));
        assertEquals(Optional.of(DisconnectReason.ALREADY_CONNECTED), table.put(second));
        // One that never was in the table takes nobody out of it.
        table.remove(second);
        assertEquals(Optional.of(first), table.find(id(1)));
        table.remove(first);
        table.remove(first);
        assertEquals(Optional.empty(), table.put(second));
        assertEquals(1, table.size());
    }

    @Test
    void ourOwnIdentityIsNotLetIn() {
        assertEquals(
                Optional.of(DisconnectReason.SAME_IDENTITY), new PeerTable(SELF, 10).check(SELF));
    }

    @Test
    void asManyAsAllowedAreLetInAndTrustedOnesOnTop() {
        PeerTable table = new PeerTable(SELF, 2);
        table.trust(id(8));
        table.trust(id(9));
        assertEquals(Optional.empty(), table.put(link(8)));
        assertEquals(Optional.empty(), table.put(link(1)));
        assertEquals(Optional.empty(), table.put(link(2)));
        assertEquals(Optional.of(DisconnectReason.TOO_MANY_PEERS), table.check(id(3)));
        assertEquals(Optional.of(DisconnectReason.TOO_MANY_PEERS), table.put(link(3)));
        assertEquals(Optional.empty(), table.put(link(9)));
        assertEquals(4, table.size());
        table.remove(table.find(id(9)).orElseThrow());
        assertEquals(Optional.of(DisconnectReason.TOO_MANY_PEERS), table.check(id(3)));
        table.remove(table.find(id(1)).orElseThrow());
        assertEquals(Optional.empty(), table.check(id(3)));
    }

    @Test
    void beingConnectedAlreadyIsSaidBeforeBeingTooMany() {
        PeerTable table = new PeerTable(SELF, 1);
        table.put(link(1));
        assertEquals(Optional.of(DisconnectReason.ALREADY_CONNECTED), table.check(id(1)));
    }

    @Test
    void aClosedTableLetsNobodyInNotEvenTrustedOnes() {
        PeerTable table = new PeerTable(SELF, 1);
        table.trust(id(1));
        table.close();
        assertEquals(Optional.of(DisconnectReason.CLIENT_QUITTING), table.check(id(1)));
    }

    @Test
    void aLinkThatIsClosingKeepsItsPlace() {
        PeerTable table = new PeerTable(SELF, 1);
        PeerLink link = link(1);
        table.put(link);
        link.disconnect(DisconnectReason.REQUESTED, "test");
        assertEquals(Optional.of(DisconnectReason.ALREADY_CONNECTED), table.check(id(1)));
        assertEquals(List.of(link), table.links());
    }

    @Test
    void linksAreFoundByThePluginsThatTheyRun() {
        PeerTable table = new PeerTable(SELF, 5);
        PeerLink link = link(1);
        table.put(link);
        assertEquals(List.of(link), table.linksOf("plugin"));
        assertTrue(table.linksOf("other").isEmpty());
    }
}
