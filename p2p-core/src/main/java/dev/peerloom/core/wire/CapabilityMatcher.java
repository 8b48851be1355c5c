package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds what two sides share and numbers it ({@code rlpx.md}, "Capability Messaging"). Both sides
 * compute this from the two hellos and must come to the same offsets.
 */
public final class CapabilityMatcher {
    private CapabilityMatcher() {}

    /**
     * For each name, compared with its case, the highest version that both sides have; the first
     * starts at {@link BaseProtocol#LENGTH}, the others in alphabetical order of names (bytes) each
     * where the previous one ends. Order and duplicates in either list change nothing; of two
     * offers for the same capability the first one counts.
     *
     * @return the shared protocols in the order of their offsets; empty if there are none
     */
    public static List<SharedProtocol> match(
            Collection<OfferedProtocol> ours, Collection<Capability> theirs) {
        Set<Capability> common = new HashSet<>(theirs);
        TreeMap<String, OfferedProtocol> best = new TreeMap<>();
        for (OfferedProtocol offered : ours) {
            if (common.contains(offered.capability())) {
                best.merge(offered.capability().name(), offered, CapabilityMatcher::higher);
            }
        }
        List<SharedProtocol> shared = new ArrayList<>(best.size());
        int offset = BaseProtocol.LENGTH;
        for (OfferedProtocol offered : best.values()) {
            SharedProtocol next = new SharedProtocol(offered, offset);
            shared.add(next);
            offset = next.end();
        }
        return List.copyOf(shared);
    }

    private static OfferedProtocol higher(OfferedProtocol first, OfferedProtocol second) {
        return second.capability().version() > first.capability().version() ? second : first;
    }
}
