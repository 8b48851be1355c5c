package dev.peerloom.plugin.bzz.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.bzz.Swarm;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Whatever happens to the table, it says what the naive one says. */
class TableModelTest {
    private static final Overlay BASE = Overlay.parse("5a".repeat(32));

    enum Kind {
        REGISTER,
        CONNECT,
        CONNECT_LIGHT,
        DISCONNECT
    }

    record Step(Kind kind, int order, int variant) {
        Overlay overlay() {
            return Swarm.at(BASE, order, variant);
        }
    }

    /** Mostly far addresses, as in life, and a few of the nearest that there are. */
    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> orders =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 6)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.of(63, 64, 127, 200, 254)));
        return Combinators.combine(
                        Arbitraries.of(Kind.class), orders, Arbitraries.integers().between(0, 3))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300)
    void saysWhatTheNaiveOneSays(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 3) int neighbourhoodSize,
            @ForAll @IntRange(min = 1, max = 3) int minBinSize) {
        long[] now = {0};
        TableLimits limits =
                new TableLimits(neighbourhoodSize, minBinSize, 32, Duration.ofMillis(4200));
        KademliaTable table = new KademliaTable(BASE, limits, () -> now[0], new Random(1));
        NaiveTable naive = new NaiveTable(BASE, neighbourhoodSize, minBinSize);
        for (Step step : steps) {
            apply(step, table, naive);
            assertEquals(naive.depth(), table.depth(), "depth");
            assertEquals(naive.saturation(), table.saturation(), "saturation");
            assertEquals(naive.connected.size(), table.connectedCount());
            assertEquals(naive.known.size(), table.knownCount());
            assertEquals(
                    naive.known,
                    table.known().stream().map(SwarmNode::overlay).collect(Collectors.toSet()));
        }
        assertSuggestsAllThatAreWanted(table, naive);
    }

    private static void apply(Step step, KademliaTable table, NaiveTable naive) {
        Overlay overlay = step.overlay();
        switch (step.kind()) {
            case REGISTER -> {
                boolean light = naive.connected.contains(overlay) && !naive.known.contains(overlay);
                assertEquals(!light, table.register(Swarm.node(overlay)));
                if (!light) {
                    naive.known.add(overlay);
                }
            }
            case CONNECT, CONNECT_LIGHT -> {
                boolean light = step.kind() == Kind.CONNECT_LIGHT;
                boolean fresh = naive.connected.add(overlay);
                assertEquals(fresh, table.connect(overlay, light ? null : Swarm.node(overlay)));
                if (fresh && light) {
                    naive.known.remove(overlay);
                } else if (fresh) {
                    naive.known.add(overlay);
                }
            }
            case DISCONNECT -> {
                if (naive.connected.remove(overlay)) {
                    table.disconnect(overlay);
                }
            }
        }
    }

    /** Each of them once, in turn the nearest neighbour or one of the emptiest and farthest bin. */
    private static void assertSuggestsAllThatAreWanted(KademliaTable table, NaiveTable naive) {
        Set<Overlay> left =
                naive.known.stream()
                        .filter(naive::isWanted)
                        .collect(Collectors.toCollection(HashSet::new));
        boolean nearestFirst = true;
        while (!left.isEmpty()) {
            Overlay suggested = table.suggest().orElseThrow().overlay();
            Optional<Overlay> nearest =
                    left.stream().filter(naive::isNeighbour).min(BASE.nearestFirst());
            Comparator<Overlay> byEmptiness =
                    Comparator.comparingInt(naive::effectiveSize).thenComparingInt(naive::order);
            if (nearestFirst && nearest.isPresent()) {
                assertEquals(nearest.get(), suggested);
            } else {
                Overlay first = left.stream().min(byEmptiness).orElseThrow();
                assertEquals(0, byEmptiness.compare(first, suggested), "not of the emptiest bin");
            }
            assertTrue(left.remove(suggested), "suggested twice, or not wanted");
            nearestFirst = !nearestFirst;
        }
        assertFalse(table.suggest().isPresent(), "no time has passed");
    }
}
