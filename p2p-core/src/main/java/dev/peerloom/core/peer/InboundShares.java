package dev.peerloom.core.peer;

import dev.peerloom.core.IpNetwork;
import dev.peerloom.core.wire.Subnet;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many peers that dialled us each network has: one owner of many addresses must not surround
 * us. Networks near by are not counted. Guarded by the lock of the {@link PeerTable}.
 */
final class InboundShares {
    private final Map<IpNetwork, Integer> counts = new HashMap<>();

    void add(InetAddress address) {
        if (!Subnet.isNear(address)) {
            counts.merge(Subnet.of(address), 1, Integer::sum);
        }
    }

    void remove(InetAddress address) {
        counts.computeIfPresent(
                Subnet.of(address), (subnet, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Whether the network of an address has half of the places already.
     *
     * @param places how many peers may have dialled us
     */
    boolean isFull(InetAddress address, int places) {
        int most = Math.max(1, places / 2);
        return !Subnet.isNear(address) && counts.getOrDefault(Subnet.of(address), 0) >= most;
    }
}
