package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.wire.Envelope;

import java.util.List;

/**
 * Envelopes for one peer.
 *
 * @param pooled what the peer wants and has not got, oldest first
 * @param through up to which number the pool was looked through
 * @param more whether there is more behind it
 */
public record Bundle(List<PooledEnvelope> pooled, long through, boolean more) {
    /**
     * What to send.
     *
     * @return the envelopes
     */
    public List<Envelope> envelopes() {
        return pooled.stream().map(one -> one.envelope).toList();
    }
}
