package dev.peerloom.core.nodes;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.Ban;
import dev.peerloom.core.BanTarget;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Who is banned: by the configuration, and by the operator of a running node, whose bans are kept
 * in the node database. Thread-safe by its monitor; only {@link #ban} and {@link #unban} wait for
 * the database, and do so without it.
 */
public final class BanList {
    /** How many bans there may be of the operator's. */
    static final int MAX_BANS = 10_000;

    private final NodeDatabase database;
    private final InstantSource clock;
    private final Map<BanTarget, Ban> bans = new LinkedHashMap<>();
    private final Map<BanTarget, Ban> configured = new LinkedHashMap<>();

    /** The bans that the database has. */
    public BanList(NodeDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        database.storedBans().forEach(ban -> bans.put(ban.target(), ban));
    }

    /** Takes these bans in place of those that were configured before. */
    public synchronized void configure(Collection<BanTarget> targets) {
        Map<BanTarget, Ban> former = Map.copyOf(configured);
        configured.clear();
        for (BanTarget target : targets) {
            Ban ban =
                    new Ban(
                            target,
                            clock.instant(),
                            Optional.empty(),
                            "by the configuration",
                            true);
            configured.put(target, former.getOrDefault(target, ban));
        }
    }

    /**
     * Bans somebody, in place of an earlier ban of the same.
     *
     * @param duration for how long; empty if until further notice
     * @throws IllegalStateException if there are too many bans
     */
    public Ban ban(BanTarget target, Optional<Duration> duration, String reason) {
        Ban ban = new Ban(target, clock.instant(), duration.map(this::after), reason, false);
        CompletableFuture<Void> stored;
        synchronized (this) {
            if (bans.size() >= MAX_BANS) {
                removeOld();
            }
            if (bans.size() >= MAX_BANS && !bans.containsKey(target)) {
                throw new IllegalStateException(
                        "there are " + MAX_BANS + " bans already: unban some, or ban a network");
            }
            bans.put(target, ban);
            stored = database.putBan(ban);
        }
        stored.join();
        return ban;
    }

    private Instant after(Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("a ban lasts longer than nothing: " + duration);
        }
        Instant now = clock.instant();
        // What does not fit into the calendar is for ever for all that matters.
        Duration most = Duration.ofDays(36_500);
        return now.plus(duration.compareTo(most) > 0 ? most : duration);
    }

    /**
     * Ends a ban; whether there was one.
     *
     * @throws IllegalArgumentException if it is one of the configuration's
     */
    public boolean unban(BanTarget target) {
        CompletableFuture<Void> stored;
        synchronized (this) {
            removeOld();
            boolean was = bans.containsKey(target);
            if (!was && configured.containsKey(target)) {
                throw new IllegalArgumentException(
                        "the configuration bans "
                                + target
                                + ": take it out there, and send the node a SIGHUP");
            }
            if (!was) {
                return false;
            }
            bans.remove(target);
            stored = database.removeBan(target);
        }
        stored.join();
        return true;
    }

    /** The bans, the oldest first. */
    public synchronized List<Ban> all() {
        removeOld();
        List<Ban> all = new ArrayList<>(configured.values());
        all.addAll(bans.values());
        all.sort(Comparator.comparing(Ban::since));
        return all;
    }

    private void removeOld() {
        Instant now = clock.instant();
        List<Ban> over = bans.values().stream().filter(ban -> ban.isOver(now)).toList();
        for (Ban ban : over) {
            bans.remove(ban.target());
            // Nobody waits for that: what is over is over, stored or not.
            var _ = database.removeBan(ban.target());
        }
    }

    /** Why a node may not connect from an address; empty if neither is banned. */
    public Optional<String> refusal(NodeId id, InetAddress address) {
        return refusal(id).or(() -> refusal(address));
    }

    /** Why a node may not connect; empty if it is not banned. */
    public synchronized Optional<String> refusal(NodeId id) {
        BanTarget target = new BanTarget.Node(id);
        return refusal(configured.get(target)).or(() -> refusal(bans.get(target)));
    }

    /** Why nobody may connect from an address; empty if it is not banned. */
    public synchronized Optional<String> refusal(InetAddress address) {
        return refusal(configured.values(), address).or(() -> refusal(bans.values(), address));
    }

    private Optional<String> refusal(Collection<Ban> all, InetAddress address) {
        for (Ban ban : all) {
            if (ban.target() instanceof BanTarget.Network(var network)
                    && network.contains(address)) {
                Optional<String> refusal = refusal(ban);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> refusal(@Nullable Ban ban) {
        if (ban == null || ban.isOver(clock.instant())) {
            return Optional.empty();
        }
        String until = ban.until().map(end -> " until " + end).orElse("");
        String who = ban.target() instanceof BanTarget.Node ? "the node" : ban.target().toString();
        return Optional.of(
                "%s is banned%s%s"
                        .formatted(who, until, ban.reason().isEmpty() ? "" : ": " + ban.reason()));
    }
}
