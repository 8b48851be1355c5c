package dev.peerloom.plugin.shh.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.shh.message.Plaintext;
import dev.peerloom.plugin.shh.wire.MutationFuzzTest.Target;

/**
 * The targets of {@link MutationFuzzTest}, for a fuzzer that is led by what the code does with its
 * input. The build runs them once over the inputs that lie beside them; with the environment
 * variable {@code JAZZER_FUZZ=1} the fuzzer searches on from there.
 */
class MessagesFuzz {
    @FuzzTest(maxDuration = "1m")
    void status(byte[] payload) {
        fuzz(Target.STATUS, payload);
    }

    @FuzzTest(maxDuration = "1m")
    void messages(byte[] payload) {
        fuzz(Target.MESSAGES, payload);
    }

    @FuzzTest(maxDuration = "1m")
    void powRequirement(byte[] payload) {
        fuzz(Target.POW_REQUIREMENT, payload);
    }

    @FuzzTest(maxDuration = "1m")
    void bloomFilter(byte[] payload) {
        fuzz(Target.BLOOM_FILTER, payload);
    }

    @FuzzTest(maxDuration = "1m")
    void p2pMessage(byte[] payload) {
        fuzz(Target.P2P_MESSAGE, payload);
    }

    /** What is within an envelope, once it is decrypted. */
    @FuzzTest(maxDuration = "1m")
    void plaintext(byte[] plain) {
        Plaintext.decode(plain).ifPresent(Plaintext::size);
    }

    private static void fuzz(Target target, byte[] payload) {
        try {
            target.decode(payload);
        } catch (RlpException expected) {
            return; // the only exception that a message may cause
        }
    }
}
