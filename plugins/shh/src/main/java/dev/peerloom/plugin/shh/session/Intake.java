package dev.peerloom.plugin.shh.session;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.plugin.shh.crypto.Hash32;
import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.pool.CheckedEnvelope;
import dev.peerloom.plugin.shh.pool.EnvelopePool.Added;
import dev.peerloom.plugin.shh.pool.Requirements;
import dev.peerloom.plugin.shh.pool.Verdict;
import dev.peerloom.plugin.shh.wire.Envelope;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks the envelopes of one peer and lets them in. A message with one that breaks the rules is
 * refused as a whole: nothing of it is kept.
 *
 * <p>Owned by the peer's protocol thread.
 */
final class Intake {
    private final LocalNode local;
    private final int place;
    private final Keccak256 keccak = new Keccak256();

    Intake(LocalNode local, int place) {
        this.local = local;
        this.place = place;
    }

    /** Takes what came in one message. */
    void take(List<Envelope> envelopes) throws DisconnectException {
        Requirements requirements = local.requirements();
        long now = local.now();
        List<CheckedEnvelope> good = new ArrayList<>(envelopes.size());
        for (Envelope envelope : envelopes) {
            Verdict verdict = Verdict.beforeHashing(envelope, requirements, now);
            if (verdict == Verdict.EXPIRED) {
                local.counters().expired.increment();
                continue;
            }
            refuseIf(verdict, envelope);
            Hash32 hash = envelope.hash(keccak);
            if (local.pool().contains(hash, place)) {
                // Its work was looked at when it came first.
                local.counters().known.increment();
                continue;
            }
            double pow = Verdict.pow(envelope, envelope.leadingZeros(keccak), now);
            refuseIf(
                    requirements.enoughWork(pow, now) ? Verdict.GOOD : Verdict.TOO_LITTLE_WORK,
                    envelope);
            good.add(new CheckedEnvelope(envelope, hash, pow));
        }
        boolean forwarded = !requirements.light();
        for (CheckedEnvelope checked : good) {
            if (local.pool().add(checked, forwarded, place) == Added.NEW) {
                local.counters().received.increment();
                local.filters().deliver(checked, false);
            }
        }
    }

    private void refuseIf(Verdict verdict, Envelope envelope) throws DisconnectException {
        if (verdict.isBreach()) {
            local.counters().refused.increment();
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR,
                    "envelope " + envelope.hash(keccak) + " " + verdict);
        }
    }

    /**
     * Takes what a trusted peer sent to this node alone: it is shown to users, and goes nowhere.
     */
    void takeDirect(Envelope envelope) {
        Hash32 hash = envelope.hash(keccak);
        int work = envelope.leadingZeros(keccak);
        double pow = envelope.pow(work, Math.max(1, envelope.ttl()));
        local.counters().direct.increment();
        local.filters().deliver(new CheckedEnvelope(envelope, hash, pow), true);
    }
}
