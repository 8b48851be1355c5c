package dev.peerloom.plugin.bzz.table;

import static dev.peerloom.plugin.bzz.Swarm.BASE;
import static dev.peerloom.plugin.bzz.Swarm.at;
import static dev.peerloom.plugin.bzz.Swarm.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.testkit.ManualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

class KademliaTableTest {
    /** In the middle of what it varies: each pause is twice the one before. */
    private static final RandomGenerator MIDDLE = () -> 1L << 63;

    private final ManualClock clock = ManualClock.create();
    private final KademliaTable table =
            new KademliaTable(BASE, TableLimits.DEFAULT, clock::nanoTime, MIDDLE);

    private void connect(int... orders) {
        for (int i = 0; i < orders.length; i++) {
            Overlay overlay = at(orders[i], 100 + i);
            assertTrue(table.connect(overlay, node(overlay)));
        }
    }

    private Optional<Overlay> suggest() {
        return table.suggest().map(SwarmNode::overlay);
    }

    @Test
    void isAsDeepAsItsNeighbourhoodAndHasNoGapBefore() {
        connect(0, 0);
        assertEquals(0, table.depth(), "no more than the neighbourhood");
        connect(1, 2, 2);
        assertEquals(2, table.depth());
        assertEquals(1, table.saturation(), "bin 1 has one peer only");
        table.disconnect(at(1, 100));
        assertEquals(1, table.depth(), "a gap");
    }

    @Test
    void suggestsTheNearestNeighbourAndTheEmptiestBinInTurn() {
        connect(0, 0, 1, 2, 2);
        for (Overlay overlay : List.of(at(0, 1), at(1, 1), at(2, 1), at(5, 1), at(7, 1))) {
            table.register(node(overlay));
        }
        assertEquals(Optional.of(at(7, 1)), suggest(), "the nearest");
        assertEquals(Optional.of(at(5, 1)), suggest(), "bin 5 is empty");
        assertEquals(Optional.of(at(2, 1)), suggest(), "the only neighbour left");
        assertEquals(Optional.of(at(1, 1)), suggest(), "bin 1 has one peer");
        assertEquals(Optional.empty(), suggest(), "bin 0 has enough");
    }

    @Test
    void waitsTwiceAsLongAfterEachAttempt() {
        table.register(node(at(3, 1)));
        assertTrue(suggest().isPresent());
        // The times count from when the node was heard of: 4.2 s, 8.4 s, 16.8 s …
        Duration seen = Duration.ZERO;
        for (int attempt = 1; attempt < 8; attempt++) {
            Duration due = TableLimits.DEFAULT.retryInterval().multipliedBy(1L << (attempt - 1));
            clock.advance(due.minus(seen));
            assertTrue(suggest().isEmpty(), "too early for attempt " + attempt);
            clock.advance(Duration.ofNanos(10));
            assertTrue(suggest().isPresent(), "due: attempt " + attempt);
            seen = due.plusNanos(10);
        }
    }

    @Test
    void aPeerThatWentIsCalledAtOnceAndAnewEachTime() {
        connect(4);
        table.disconnect(at(4, 100));
        assertEquals(Optional.of(at(4, 100)), suggest());
        assertEquals(Optional.empty(), suggest());
        connect(4);
        table.disconnect(at(4, 100));
        assertEquals(Optional.of(at(4, 100)), suggest());
    }

    @Test
    void doesNotSuggestWhoIsConnected() {
        connect(4);
        table.register(node(at(4, 100)));
        assertEquals(Optional.empty(), suggest());
        assertEquals(1, table.knownCount());
    }

    @Test
    void aLightPeerCountsAsConnectedAndIsForgottenAfterwards() {
        assertTrue(table.connect(at(1, 1), null));
        assertFalse(table.connect(at(1, 1), null), "the address is taken");
        assertEquals(1, table.connectedCount());
        assertEquals(0, table.knownCount());
        table.disconnect(at(1, 1));
        assertEquals(Optional.empty(), suggest());
        assertEquals(0, table.connectedCount());
    }

    @Test
    void aFullBinTakesNoMoreUnlessOneOfItsNodesIsInDoubt() {
        for (int i = 0; i < 32; i++) {
            assertTrue(table.register(node(at(6, i))));
        }
        assertFalse(table.register(node(at(6, 99))));
        assertTrue(table.register(node(at(7, 1))), "another bin is not full");
        for (int i = 0; i < 33; i++) {
            assertTrue(suggest().isPresent());
        }
        assertFalse(table.register(node(at(6, 99))), "one attempt says little");
        clock.advance(TableLimits.DEFAULT.retryInterval().plusNanos(1));
        assertEquals(Optional.of(at(6, 0)), suggest(), "the second attempt");
        assertTrue(table.register(node(at(6, 99))));
        assertEquals(33, table.knownCount());
    }

    @Test
    void peersThatComeAndGoUnderEverNewAddressesDoNotFillIt() {
        for (int i = 0; i < 1000; i++) {
            assertTrue(table.connect(at(2, i), node(at(2, i))));
            table.disconnect(at(2, i));
        }
        assertEquals(32, table.knownCount());
    }

    @Test
    void anAddressThatWasTriedInVainGivesWayToAnother() {
        SwarmNode before = node(at(3, 1));
        SwarmNode after = node(at(3, 1));
        table.register(before);
        table.register(after);
        assertEquals(Optional.of(before), table.suggest(), "not doubted yet");
        clock.advance(TableLimits.DEFAULT.retryInterval().plusNanos(1));
        assertEquals(Optional.of(before), table.suggest());
        table.register(after);
        assertEquals(Optional.of(after), table.suggest());
    }

    @Test
    void refusesItself() {
        assertThrows(IllegalArgumentException.class, () -> table.register(node(BASE)));
        assertThrows(IllegalArgumentException.class, () -> table.connect(BASE, null));
        assertThrows(IllegalStateException.class, () -> table.disconnect(at(1, 1)));
    }

    @Test
    void printsAsGoEthereumDoes() {
        for (int i = 0; i < 5; i++) {
            table.register(node(new Overlay((0x8a00L + i) << 48, 0, 0, 0)));
        }
        connect(1, 1, 2, 20);
        assertTrue(table.connect(new Overlay(0x5000L << 48, 0, 0, 0), null));
        suggest();
        String empty = " 0                              |  0";
        StringBuilder expected =
                new StringBuilder(
                        """

                        =========================================================================
                        Sat Nov  7 03:04:05 UTC 2026 KΛÐΞMLIΛ hive: queen's address: 000000
                        population: 5 (9), NeighbourhoodSize: 2, MinBinSize: 2, MaxBinSize: 4
                        ============ DEPTH: 0 ==========================================
                        000  0                              |  5 8a00 (1) 8a01 (0) 8a02 (0) 8a03 (0)
                        001  3 4000 4000 5000               |  2 4000 (0) 4000 (0)
                        002  1 2000                         |  1 2000 (0)
                        """);
        for (int row = 3; row < 15; row++) {
            expected.append("%03d %s\n".formatted(row, empty));
        }
        expected.append("015  1 0000                         |  1 0000 (0)\n");
        expected.append("=".repeat(73));
        assertEquals(expected.toString(), table.text(Instant.parse("2026-11-07T03:04:05Z")));
        connect(0);
        assertTrue(
                table.text(Instant.EPOCH)
                        .contains(
                                "001  3 4000 4000 5000               |  2 4000 (0) 4000 (0)\n"
                                        + "============ DEPTH: 2 ===="));
    }
}
