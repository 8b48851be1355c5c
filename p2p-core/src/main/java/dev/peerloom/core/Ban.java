package dev.peerloom.core;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That somebody may neither connect nor is dialled, not even as a static or trusted peer.
 *
 * @param target who
 * @param since when it was said; for a ban of the configuration when that was read
 * @param until when it ends; empty if it does not by itself
 * @param reason the operator's own words, which may be empty
 * @param configured whether it stands in the configuration: it lasts as long as it does there
 */
public record Ban(
        BanTarget target,
        Instant since,
        Optional<Instant> until,
        String reason,
        boolean configured) {
    /** The longest reason, in characters. */
    public static final int MAX_REASON = 300;

    /** Checks the reason's length. */
    public Ban {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        if (reason.length() > MAX_REASON) {
            throw new IllegalArgumentException(
                    "the reason of a ban has " + MAX_REASON + " characters at most");
        }
    }

    /** Whether it has ended. */
    public boolean isOver(Instant now) {
        return until.isPresent() && !until.get().isAfter(now);
    }
}
