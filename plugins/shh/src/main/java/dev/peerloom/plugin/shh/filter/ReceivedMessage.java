package dev.peerloom.plugin.shh.filter;

import dev.peerloom.plugin.shh.crypto.PublicKey;
import dev.peerloom.plugin.shh.message.Plaintext;
import dev.peerloom.plugin.shh.pool.CheckedEnvelope;

import java.util.Optional;

/**
 * A message that a filter's key decrypted.
 *
 * @param message what it says
 * @param checked the envelope that it came in
 * @param recipient the key that it was encrypted for, if it was an asymmetric one
 */
public record ReceivedMessage(
        Plaintext message, CheckedEnvelope checked, Optional<PublicKey> recipient) {
    /** What one costs beside its bytes. */
    private static final long OVERHEAD = 512;

    long bytes() {
        return OVERHEAD + message.size() + checked.envelope().encodedLength();
    }
}
