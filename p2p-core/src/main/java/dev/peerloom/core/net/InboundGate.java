package dev.peerloom.core.net;

import dev.peerloom.core.IpNetwork;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which addresses may connect: those that we may speak with, and from one address on the internet
 * one connection in a while. Thread-safe by its lock; nothing in it waits.
 */
public final class InboundGate {
    private static final Duration PER_ADDRESS = Duration.ofSeconds(30);
    private static final int MAX_REMEMBERED = 100_000;

    private final List<IpNetwork> allowed;
    private final LongSupplier clock;
    private final Map<InetAddress, Long> lastSeen = new HashMap<>();

    /**
     * An open gate.
     *
     * @param allowed if not empty, only addresses in these networks pass
     * @param clock nanoseconds that only grow
     */
    public InboundGate(List<IpNetwork> allowed, LongSupplier clock) {
        this.allowed = allowed;
        this.clock = clock;
    }

    /** Whether an address is in a network that we may speak with. */
    public boolean allows(InetAddress address) {
        return allowed.isEmpty() || allowed.stream().anyMatch(net -> net.contains(address));
    }

    /**
     * Lets a connection begin its handshake.
     *
     * @return empty if it may, otherwise why not
     */
    public synchronized Optional<String> enter(InetAddress address) {
        if (!allows(address)) {
            return Optional.of("its address is outside --net-restrict");
        }
        if (!isNear(address) && cameTooSoon(address)) {
            return Optional.of("it came again within " + PER_ADDRESS.toSeconds() + " s");
        }
        return Optional.empty();
    }

    private static boolean isNear(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal(address.getAddress());
    }

    private static boolean isUniqueLocal(byte[] address) {
        return address.length == 16 && (address[0] & 0xFE) == 0xFC;
    }

    private boolean cameTooSoon(InetAddress address) {
        long now = clock.getAsLong();
        Long last = lastSeen.get(address);
        if (last != null && now - last < PER_ADDRESS.toNanos()) {
            return true;
        }
        if (lastSeen.size() >= MAX_REMEMBERED) {
            forgetOld(now);
        }
        if (lastSeen.size() < MAX_REMEMBERED) {
            lastSeen.put(address, now);
        }
        return false;
    }

    private void forgetOld(long now) {
        for (Iterator<Long> times = lastSeen.values().iterator(); times.hasNext(); ) {
            if (now - times.next() >= PER_ADDRESS.toNanos()) {
                times.remove();
            }
        }
    }
}
