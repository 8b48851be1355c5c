package dev.peerloom.core.net;

import dev.peerloom.core.IpNetwork;
import dev.peerloom.core.wire.Subnet;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Which addresses may connect: those that we may speak with, and from one address on the internet
 * one connection in a while. Thread-safe by its lock; nothing in it waits.
 */
public final class InboundGate {
    private static final Duration PER_ADDRESS = Duration.ofSeconds(30);
    private static final int MAX_REMEMBERED = 100_000;

    private final Function<InetAddress, Optional<String>> banned;
    private final LongSupplier clock;
    private final Map<IpNetwork, Long> lastSeen = new HashMap<>();
    private volatile List<IpNetwork> allowed;

    /**
     * An open gate.
     *
     * @param allowed if not empty, only addresses in these networks pass
     * @param banned why an address may not pass; empty if that is not so. It must not wait
     * @param clock nanoseconds that only grow
     */
    public InboundGate(
            List<IpNetwork> allowed,
            Function<InetAddress, Optional<String>> banned,
            LongSupplier clock) {
        this.allowed = List.copyOf(allowed);
        this.banned = banned;
        this.clock = clock;
    }

    /** From now on only addresses in these networks pass; all if there are none. */
    public void allow(List<IpNetwork> networks) {
        allowed = List.copyOf(networks);
    }

    /**
     * Whether we may speak with an address at all.
     *
     * @return empty if we may, otherwise why not
     */
    public Optional<String> refusal(InetAddress address) {
        List<IpNetwork> networks = allowed;
        boolean inside =
                networks.isEmpty() || networks.stream().anyMatch(net -> net.contains(address));
        return inside
                ? banned.apply(address)
                : Optional.of("the address is outside the networks of --net-restrict");
    }

    /**
     * Lets a connection begin its handshake.
     *
     * @return empty if it may, otherwise why not
     */
    public synchronized Optional<String> enter(InetAddress address) {
        Optional<String> refusal = refusal(address);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!Subnet.isNear(address) && cameTooSoon(address)) {
            return Optional.of("the address came again within " + PER_ADDRESS.toSeconds() + " s");
        }
        return Optional.empty();
    }

    private boolean cameTooSoon(InetAddress address) {
        long now = clock.getAsLong();
        IpNetwork machine = Subnet.machine(address);
        Long last = lastSeen.get(machine);
        if (last != null && now - last < PER_ADDRESS.toNanos()) {
            return true;
        }
        if (lastSeen.size() >= MAX_REMEMBERED) {
            forgetOld(now);
        }
        if (lastSeen.size() < MAX_REMEMBERED) {
            lastSeen.put(machine, now);
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
