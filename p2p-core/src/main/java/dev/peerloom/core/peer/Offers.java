package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.wire.CapabilityTakenException;
import dev.peerloom.core.wire.OfferedProtocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The protocols that our hellos offer. Changed under its lock; the list that is read is immutable
 * and replaced whole.
 */
public final class Offers {
    private volatile List<OfferedProtocol> current = List.of();

    /** What a hello sent now would offer. */
    public List<OfferedProtocol> current() {
        return current;
    }

    /**
     * Offers protocols of one owner, all or none of them.
     *
     * @return the capabilities, with the number of message codes of each
     * @throws IllegalArgumentException if one is illegal, or its name and version are offered
     *     already: the message names both owners
     */
    public synchronized Map<Capability, Integer> add(
            String owner, List<? extends Protocol> protocols) {
        List<OfferedProtocol> next = new ArrayList<>(current);
        Map<Capability, Integer> added = new TreeMap<>();
        for (Protocol protocol : protocols) {
            OfferedProtocol offer = OfferedProtocol.of(owner, protocol);
            for (OfferedProtocol other : next) {
                if (other.capability().equals(offer.capability())) {
                    throw new CapabilityTakenException(owner, offer.capability(), other.owner());
                }
            }
            next.add(offer);
            added.put(offer.capability(), offer.length());
        }
        current = List.copyOf(next);
        return added;
    }

    /** Offers the protocols of an owner no longer. */
    public synchronized void remove(String owner) {
        current = current.stream().filter(offer -> !offer.owner().equals(owner)).toList();
    }
}
