package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.crypto.Hash32;
import dev.peerloom.plugin.shh.wire.Envelope;

/**
 * An envelope whose hash and proof of work are known.
 *
 * @param envelope the envelope
 * @param hash its name
 * @param pow its proof of work as it counts here and now
 */
public record CheckedEnvelope(Envelope envelope, Hash32 hash, double pow) {}
