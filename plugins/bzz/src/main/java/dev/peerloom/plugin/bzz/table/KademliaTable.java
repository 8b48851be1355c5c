package dev.peerloom.plugin.bzz.table;

import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Nodes by their proximity to us: bin n has those that share the first n bits of their overlay
 * address with ours, and differ in the next.
 *
 * <p>Any thread may call any method; everything that changes is guarded by the object's lock.
 * Nothing here blocks.
 */
public final class KademliaTable {
    private final Overlay base;
    private final TableLimits limits;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final List<Map<Overlay, KnownNode>> bins;
    private boolean nearestFirst = true;

    /**
     * An empty table.
     *
     * @param base our own address
     * @param limits how full it is meant to be
     * @param nanoTime a clock in nanoseconds
     * @param random varies the pauses between attempts by 15 %, so that nodes do not dial in step
     */
    public KademliaTable(
            Overlay base, TableLimits limits, LongSupplier nanoTime, RandomGenerator random) {
        this.base = base;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.random = random;
        this.bins = new ArrayList<>(Collections.nCopies(Overlay.BITS, Map.of()));
        bins.replaceAll(none -> new LinkedHashMap<>());
    }

    /**
     * Our own address.
     *
     * @return the address that proximity is measured from
     */
    public Overlay base() {
        return base;
    }

    /**
     * Enters a node that somebody told of.
     *
     * @param node the node; not ourselves
     * @return whether it is in the table now; false if its bin is full, or if it is a light peer,
     *     whatever others say of it
     */
    public synchronized boolean register(SwarmNode node) {
        Map<Overlay, KnownNode> bin = bin(node.overlay());
        KnownNode known = bin.get(node.overlay());
        if (known == null) {
            if (!makeRoom(bin)) {
                return false;
            }
            bin.put(node.overlay(), new KnownNode(node.overlay(), node, nanoTime.getAsLong()));
        } else if (known.isDoubtful() && !node.equals(known.node)) {
            known.node = node;
            known.attempts = 0;
        }
        return known == null || known.node != null;
    }

    private boolean makeRoom(Map<Overlay, KnownNode> bin) {
        return bin.size() < limits.maxKnown() || removeDoubtful(bin);
    }

    private static boolean removeDoubtful(Map<Overlay, KnownNode> bin) {
        Optional<KnownNode> worst =
                bin.values().stream()
                        .filter(KnownNode::isDoubtful)
                        .max(Comparator.comparingInt(known -> known.attempts));
        worst.ifPresent(known -> bin.remove(known.overlay));
        return worst.isPresent();
    }

    /**
     * Enters a peer that is connected.
     *
     * @param overlay its address; not our own
     * @param node where it can be dialled; null if it is not to be told to others
     * @return false if a peer of that address is connected already: nothing has changed then
     */
    public synchronized boolean connect(Overlay overlay, @Nullable SwarmNode node) {
        KnownNode known =
                bin(overlay)
                        .computeIfAbsent(
                                overlay, key -> new KnownNode(key, node, nanoTime.getAsLong()));
        if (known.connected) {
            return false;
        }
        known.connected = true;
        known.attempts = 0;
        known.node = node;
        return true;
    }

    /**
     * Notes that a peer is not connected any more. It stays known, unless it was a light one or its
     * bin is full.
     *
     * @param overlay its address
     */
    public synchronized void disconnect(Overlay overlay) {
        Map<Overlay, KnownNode> bin = bin(overlay);
        KnownNode known = bin.get(overlay);
        if (known == null || !known.connected) {
            throw new IllegalStateException("no peer " + overlay + " is connected");
        }
        known.connected = false;
        known.seenAt = nanoTime.getAsLong();
        if (known.node == null || (bin.size() > limits.maxKnown() && !removeDoubtful(bin))) {
            bin.remove(overlay);
        }
    }

    /**
     * Chooses a node to connect with, and counts that as an attempt. In turn the neighbourhood
     * comes first, from the nearest on, or the emptiest bin does, of several the farthest: nodes
     * that somebody invented near us do not keep us from all others.
     *
     * @return the node; empty if the table is saturated, or nobody is to be tried now
     */
    public synchronized Optional<SwarmNode> suggest() {
        BinSizes sizes = sizes();
        Optional<KnownNode> chosen = nearestFirst ? nearest(sizes) : emptiest(sizes);
        if (chosen.isEmpty()) {
            chosen = nearestFirst ? emptiest(sizes) : nearest(sizes);
        }
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        nearestFirst = !nearestFirst;
        chosen.get().attempts++;
        return chosen.map(known -> known.node);
    }

    private Optional<KnownNode> nearest(BinSizes sizes) {
        for (int bin = Overlay.BITS - 1; bin >= sizes.depth(); bin--) {
            Optional<KnownNode> found =
                    candidates(bin)
                            .min(Comparator.comparing(known -> known.overlay, base.nearestFirst()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<KnownNode> emptiest(BinSizes sizes) {
        for (int size = 0; size < limits.minBinSize(); size++) {
            for (int bin = 0; bin < Overlay.BITS; bin++) {
                if (sizes.wanting(bin, limits.minBinSize()) == size) {
                    Optional<KnownNode> found =
                            candidates(bin).min(Comparator.comparingInt(known -> known.attempts));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Stream<KnownNode> candidates(int bin) {
        if (bins.get(bin).isEmpty()) {
            return Stream.empty();
        }
        long now = nanoTime.getAsLong();
        long interval = limits.retryInterval().toNanos();
        return bins.get(bin).values().stream()
                .filter(known -> known.mayBeTried(now, interval, 1.7 + 0.6 * random.nextDouble()));
    }

    private Map<Overlay, KnownNode> bin(Overlay overlay) {
        int order = base.proximity(overlay);
        if (order == Overlay.BITS) {
            throw new IllegalArgumentException("our own address has no place in the table");
        }
        return bins.get(order);
    }

    private BinSizes sizes() {
        int[] sizes = new int[Overlay.BITS];
        for (int bin = 0; bin < sizes.length; bin++) {
            for (KnownNode known : bins.get(bin).values()) {
                sizes[bin] += known.connected ? 1 : 0;
            }
        }
        return new BinSizes(sizes, limits.neighbourhoodSize());
    }

    /**
     * The neighbourhood's depth: all bins before it have a connected peer, and those from it on
     * have at least the neighbourhood's size together.
     *
     * @return a proximity order; 0 with few peers
     */
    public synchronized int depth() {
        return sizes().depth();
    }

    /**
     * The depth of saturation, which peers are told: the first bin that wants more peers.
     *
     * @return a proximity order; 0 without peers
     */
    public synchronized int saturation() {
        return sizes().saturation(limits.minBinSize());
    }

    /**
     * How many peers are connected.
     *
     * @return their number, light ones included
     */
    public synchronized int connectedCount() {
        return (int) all().filter(known -> known.connected).count();
    }

    /**
     * How many nodes are known that can be dialled, connected or not.
     *
     * @return their number
     */
    public synchronized int knownCount() {
        return (int) all().filter(known -> known.node != null).count();
    }

    /**
     * All nodes that can be dialled, connected or not.
     *
     * @return a copy, from far to near
     */
    public synchronized Collection<SwarmNode> known() {
        List<SwarmNode> nodes = new ArrayList<>();
        all().forEach(
                        known -> {
                            if (known.node != null) {
                                nodes.add(known.node);
                            }
                        });
        return nodes;
    }

    private Stream<KnownNode> all() {
        return bins.stream().flatMap(bin -> bin.values().stream());
    }

    /**
     * The table as go-ethereum prints it.
     *
     * @param now the time to print above it
     * @return many lines
     */
    public synchronized String text(Instant now) {
        TableText text = new TableText(base, limits, depth());
        text.head(now, connectedCount(), knownCount());
        for (int bin = 0; bin < Overlay.BITS; bin++) {
            text.add(bin, bins.get(bin).values());
        }
        return text.toString();
    }
}
