package dev.peerloom.plugin.bzz.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.peerloom.api.rlp.RlpException;

import java.util.function.Function;

/**
 * The same targets as in {@link MessageFuzzTest}, for a fuzzer that is led by what the code does
 * with its input. The build runs them once over the inputs that lie beside them; with the
 * environment variable {@code JAZZER_FUZZ=1} the fuzzer searches on from there.
 */
class MessagesFuzz {
    /** A decoder of payloads. */
    private interface Decoder<T> {
        T decode(byte[] payload) throws RlpException;
    }

    @FuzzTest(maxDuration = "1m")
    void handshake(byte[] payload) throws RlpException {
        fuzz(payload, Handshake::decode, Handshake::encode);
    }

    @FuzzTest(maxDuration = "1m")
    void peers(byte[] payload) throws RlpException {
        fuzz(payload, Peers::decode, Peers::encode);
    }

    @FuzzTest(maxDuration = "1m")
    void subscribe(byte[] payload) throws RlpException {
        fuzz(payload, Subscribe::decode, Subscribe::encode);
    }

    /** Refused with an RlpException, or a message that comes back from its own encoding. */
    private static <T> void fuzz(byte[] payload, Decoder<T> decoder, Function<T, byte[]> encoder)
            throws RlpException {
        T message;
        try {
            message = decoder.decode(payload);
        } catch (RlpException expected) {
            return; // the only exception that a message may cause
        }
        assertEquals(message, decoder.decode(encoder.apply(message)));
    }
}
