package dev.peerloom.cli.admin;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Which messages a trace shows: those with one peer, of one protocol, or all. A peer is named by
 * its enode, its public key, its id, or the beginning of either; a protocol by its name, with or
 * without a version. Immutable but for what it remembers; thread-safe.
 */
final class TraceFilter implements BiPredicate<Peer, Capability> {
    /** Protocol names have at most 8 characters, so more hexadecimal digits are a peer. */
    private static final int SHORTEST_ID = 9;

    private static final int MOST_REMEMBERED = 10_000;

    private final Predicate<NodeId> peers;
    private final Predicate<Capability> protocols;

    // An id is a hash of the key, which is not to be computed for each message.
    private final Map<NodeId, Boolean> known = new ConcurrentHashMap<>();

    private TraceFilter(Predicate<NodeId> peers, Predicate<Capability> protocols) {
        this.peers = peers;
        this.protocols = protocols;
    }

    /**
     * Reads a filter.
     *
     * @param text a peer or a protocol; everything if it is empty
     * @throws IllegalArgumentException if it names neither
     */
    static TraceFilter parse(String text) {
        if (text.isEmpty()) {
            return new TraceFilter(_ -> true, _ -> true);
        }
        if (text.startsWith("enode://")) {
            NodeId id = Enode.parse(text).id();
            return new TraceFilter(id::equals, _ -> true);
        }
        String digits = text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
        if (digits.matches("[0-9a-f]{" + SHORTEST_ID + ",128}")) {
            return new TraceFilter(
                    id -> PeerShapes.id(id).startsWith(digits) || id.toString().startsWith(digits),
                    _ -> true);
        }
        if (text.matches("[\\x21-\\x2e\\x30-\\x7e]{1,8}(/[0-9]{1,3})?")) {
            return new TraceFilter(
                    _ -> true,
                    capability ->
                            capability.name().equals(text) || capability.toString().equals(text));
        }
        throw new IllegalArgumentException(
                "a trace is of a peer (its enode, or at least "
                        + SHORTEST_ID
                        + " digits of its id or key) or of a protocol (eth, eth/69)");
    }

    @Override
    public boolean test(Peer peer, Capability capability) {
        return protocols.test(capability) && isWanted(peer.id());
    }

    private boolean isWanted(NodeId id) {
        Boolean remembered = known.get(id);
        if (remembered != null) {
            return remembered;
        }
        boolean wanted = peers.test(id);
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        known.put(id, wanted);
        return wanted;
    }
}
