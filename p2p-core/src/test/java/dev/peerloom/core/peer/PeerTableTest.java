package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is let in. */
class PeerTableTest {
    private static final NodeId SELF = id(0xEE);
    private final Map<NodeId, String> banned = new HashMap<>();
    private final List<LinkHarness> harnesses = new ArrayList<>();

    private static NodeId id(int number) {
        byte[] key = new byte[64];
        key[63] = (byte) number;
        return new NodeId(key);
    }

    private PeerLink link(int number) {
        return link(number, "127.0.0.1");
    }

    private PeerLink link(int number, String address) {
        LinkHarness harness =
                LinkHarness.startAs(id(number), address, new Script(Script.UNTIL_EOF));
        harnesses.add(harness);
        return harness.link;
    }

    private static Newcomer newcomer(int number) {
        return newcomer(number, "127.0.0.1", true);
    }

    private static Newcomer newcomer(int number, String address, boolean inbound) {
        return new Newcomer(id(number), InetAddress.ofLiteral(address), inbound);
    }

    private PeerTable table(int maxPeers) {
        return new PeerTable(
                () -> SELF, maxPeers, (id, address) -> Optional.ofNullable(banned.get(id)));
    }

    private static void assertRefused(DisconnectReason reason, Optional<Refusal> refusal) {
        assertEquals(Optional.of(reason), refusal.map(Refusal::reason));
    }

    @AfterEach
    void close() {
        harnesses.forEach(LinkHarness::close);
    }

    @Test
    void nobodyIsLetInTwiceUntilTheFirstLinkIsOut() {
        PeerTable table = table(10);
        PeerLink first = link(1);
        PeerLink second = link(1);
        assertEquals(Optional.empty(), table.put(first));
        assertRefused(DisconnectReason.ALREADY_CONNECTED, table.check(newcomer(1)));
        assertRefused(DisconnectReason.ALREADY_CONNECTED, table.put(second));
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
        assertRefused(DisconnectReason.SAME_IDENTITY, table(10).check(newcomer(0xEE)));
    }

    @Test
    void asManyAsAllowedAreLetInAndTrustedOnesOnTop() {
        PeerTable table = table(2);
        table.trust(id(8));
        table.trust(id(9));
        assertEquals(Optional.empty(), table.put(link(8)));
        assertEquals(Optional.empty(), table.put(link(1)));
        assertEquals(Optional.empty(), table.put(link(2)));
        assertRefused(DisconnectReason.TOO_MANY_PEERS, table.check(newcomer(3)));
        assertRefused(DisconnectReason.TOO_MANY_PEERS, table.put(link(3)));
        assertEquals(Optional.empty(), table.put(link(9)));
        assertEquals(4, table.size());
        table.remove(table.find(id(9)).orElseThrow());
        assertRefused(DisconnectReason.TOO_MANY_PEERS, table.check(newcomer(3)));
        table.remove(table.find(id(1)).orElseThrow());
        assertEquals(Optional.empty(), table.check(newcomer(3)));
    }

    @Test
    void beingConnectedAlreadyIsSaidBeforeBeingTooMany() {
        PeerTable table = table(1);
        table.put(link(1));
        assertRefused(DisconnectReason.ALREADY_CONNECTED, table.check(newcomer(1)));
    }

    @Test
    void aClosedTableLetsNobodyInNotEvenTrustedOnes() {
        PeerTable table = table(1);
        table.trust(id(1));
        table.close();
        assertRefused(DisconnectReason.CLIENT_QUITTING, table.check(newcomer(1)));
    }

    @Test
    void aLinkThatIsClosingKeepsItsPlace() {
        PeerTable table = table(1);
        PeerLink link = link(1);
        table.put(link);
        link.disconnect(DisconnectReason.REQUESTED, "test");
        assertRefused(DisconnectReason.ALREADY_CONNECTED, table.check(newcomer(1)));
        assertEquals(List.of(link), table.links());
    }

    @Test
    void linksAreFoundByThePluginsThatTheyRun() {
        PeerTable table = table(5);
        PeerLink link = link(1);
        table.put(link);
        assertEquals(List.of(link), table.linksOf("plugin"));
        assertTrue(table.linksOf("other").isEmpty());
    }

    @Test
    void placesForThoseThatWeDialAreNotGivenToThoseThatDialUs() {
        PeerTable table = table(3);
        table.limits(3, 1);
        assertEquals(Optional.empty(), table.put(link(1)));
        assertEquals(Optional.empty(), table.put(link(2)));
        assertRefused(DisconnectReason.TOO_MANY_PEERS, table.put(link(3)));
        assertEquals(Optional.empty(), table.check(newcomer(4, "127.0.0.1", false)));
        table.trust(id(3));
        assertEquals(Optional.empty(), table.put(link(3)), "it is trusted");
        table.limits(3, 0);
        assertEquals(Optional.empty(), table.put(link(5)));
        assertRefused(
                DisconnectReason.TOO_MANY_PEERS, table.check(newcomer(4, "127.0.0.1", false)));
    }

    @Test
    void aNetworkTakesNoMoreThanHalfOfThePlacesOfThoseThatDialUs() {
        PeerTable table = table(8);
        table.limits(8, 2);
        for (int i = 1; i <= 3; i++) {
            assertEquals(Optional.empty(), table.put(link(i, "203.0.113." + i)));
        }
        PeerLink fourth = link(4, "203.0.113.4");
        assertRefused(DisconnectReason.TOO_MANY_PEERS, table.put(fourth));
        assertTrue(
                table.check(newcomer(4, "203.0.113.4", true))
                        .orElseThrow()
                        .detail()
                        .contains("203.0.113.0/24"));
        assertEquals(Optional.empty(), table.check(newcomer(4, "203.0.113.4", false)), "dialled");
        assertEquals(Optional.empty(), table.check(newcomer(5, "203.0.114.4", true)), "another");
        table.trust(id(3));
        assertEquals(Optional.empty(), table.put(fourth), "one of the three has become trusted");
        table.distrust(id(3));
        assertRefused(
                DisconnectReason.TOO_MANY_PEERS, table.check(newcomer(6, "203.0.113.6", true)));
        table.remove(fourth);
        table.remove(table.find(id(3)).orElseThrow());
        assertEquals(Optional.empty(), table.check(newcomer(6, "203.0.113.6", true)));
    }

    @Test
    void networksNearByMayTakeAllPlaces() {
        for (String near : new String[] {"127.0.0.1", "192.168.1.7", "fd00::1"}) {
            PeerTable table = table(4);
            for (int i = 1; i <= 4; i++) {
                assertEquals(Optional.empty(), table.put(link(i, near)));
            }
        }
    }

    @Test
    void aNetworkOfIpv6IsWhatOneCustomerHas() {
        PeerTable table = table(4);
        assertEquals(Optional.empty(), table.put(link(1, "2001:db8:1:1::1")));
        assertEquals(Optional.empty(), table.put(link(2, "2001:db8:1:2::1")));
        assertRefused(
                DisconnectReason.TOO_MANY_PEERS, table.check(newcomer(3, "2001:db8:1:3::1", true)));
        assertEquals(Optional.empty(), table.check(newcomer(3, "2001:db8:2::1", true)));
    }

    @Test
    void trustThatComesOrGoesDuringALinkIsCounted() {
        PeerTable table = table(1);
        table.put(link(1));
        assertRefused(DisconnectReason.TOO_MANY_PEERS, table.check(newcomer(2)));
        assertTrue(table.trust(id(1)));
        assertFalse(table.trust(id(1)), "it is trusted already");
        assertEquals(Optional.empty(), table.put(link(2)));
        assertTrue(table.distrust(id(1)));
        table.remove(table.find(id(2)).orElseThrow());
        assertRefused(DisconnectReason.TOO_MANY_PEERS, table.check(newcomer(3)));
        table.remove(table.find(id(1)).orElseThrow());
        assertEquals(Optional.empty(), table.check(newcomer(3)));
    }

    @Test
    void whoIsBannedIsNotLetInNotEvenIfTrusted() {
        PeerTable table = table(5);
        table.trust(id(1));
        banned.put(id(1), "banned: test");
        Refusal refusal = table.check(newcomer(1)).orElseThrow();
        assertEquals(DisconnectReason.REQUESTED, refusal.reason());
        assertEquals("banned: test", refusal.detail());
    }

    @Test
    void whoComesAndGoesIsTold() {
        List<String> told = new ArrayList<>();
        PeerTable table = table(1);
        table.watch(
                new PeerTable.Watcher() {
                    @Override
                    public void joined(PeerLink link, boolean trusted) {
                        told.add("joined " + trusted);
                    }

                    @Override
                    public void left(PeerLink link) {
                        told.add("left");
                    }

                    @Override
                    public void trustChanged(PeerLink link, boolean trusted) {
                        told.add("trust " + trusted);
                    }
                });
        PeerLink link = link(1);
        table.put(link);
        table.put(link(2));
        table.trust(id(1));
        table.trust(id(9));
        table.distrust(id(1));
        table.remove(link);
        table.remove(link);
        assertEquals(List.of("joined false", "trust true", "trust false", "left"), told);
    }

    @Test
    void placesAreKeptOnlyForThoseWhoAreThereToBeDialled() {
        PeerLimits limits = new PeerLimits(30, 3);
        assertEquals(10, limits.maxDialled());
        assertEquals(10, limits.reserved(true, 0));
        assertEquals(0, limits.reserved(false, 0));
        assertEquals(4, limits.reserved(false, 4));
        assertEquals(10, limits.reserved(false, 40));
        assertEquals(1, new PeerLimits(1, 3).maxDialled());
        assertEquals(0, new PeerLimits(1, 3).reserved(true, 1), "the only place is anybody's");
        assertEquals(0, new PeerLimits(0, 3).maxDialled());
        assertEquals(0, new PeerLimits(30, 0).maxDialled());
        assertEquals(0, new PeerLimits(30, 0).reserved(true, 5));
    }
}
