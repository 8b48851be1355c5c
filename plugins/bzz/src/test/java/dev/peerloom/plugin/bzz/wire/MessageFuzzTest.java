package dev.peerloom.plugin.bzz.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.bzz.Swarm;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.testkit.SeededRandom;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Function;

/**
 * A fuzz target for each message that is decoded: legal ones, damaged over and over, from a seed
 * that a failure names. Whatever comes is refused with an RlpException or is a message that comes
 * back from its own encoding, and nothing else happens.
 */
class MessageFuzzTest {
    private static final int ROUNDS = 30_000;
    private static final BzzAddress ADDRESS =
            BzzAddress.of(Swarm.node(Overlay.parse("5a".repeat(32))));

    private final SeededRandom random = SeededRandom.create();

    /** A decoder of payloads. */
    private interface Decoder<T> {
        T decode(byte[] payload) throws RlpException;
    }

    @Test
    void handshakes() {
        fuzz(
                Handshake::decode,
                Handshake::encode,
                new Handshake(8, 3, ADDRESS, false),
                new Handshake(-1, 0, new BzzAddress(ADDRESS.overlay(), ""), true));
    }

    @Test
    void peers() {
        fuzz(
                Peers::decode,
                Peers::encode,
                new Peers(List.of()),
                new Peers(List.of(ADDRESS)),
                new Peers(List.of(ADDRESS, new BzzAddress(Swarm.BASE, "\u00ff\u0000"))));
    }

    @Test
    void subscriptions() {
        fuzz(Subscribe::decode, Subscribe::encode, new Subscribe(0), new Subscribe(255));
    }

    @SafeVarargs
    private <T> void fuzz(Decoder<T> decoder, Function<T, byte[]> encoder, T... seeds) {
        int legal = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] payload = encoder.apply(seeds[random.nextInt(seeds.length)]);
            for (int damages = random.nextInt(4); damages >= 0; damages--) {
                payload = random.damage(payload);
            }
            if (holds(decoder, encoder, payload)) {
                legal++;
            } else {
                refused++;
            }
        }
        assertTrue(refused > ROUNDS / 4, "too few were refused for a test: " + refused);
        assertTrue(legal > 0, "none got through, so nothing behind the front door was tried");
    }

    /** Whether it was a message. */
    private <T> boolean holds(Decoder<T> decoder, Function<T, byte[]> encoder, byte[] payload) {
        T message;
        try {
            message = decoder.decode(payload);
        } catch (RlpException expected) {
            return false; // the only exception that a message may cause
        } catch (RuntimeException e) {
            throw new AssertionError("with " + random, e);
        }
        try {
            assertEquals(message, decoder.decode(encoder.apply(message)), random::toString);
        } catch (RlpException e) {
            throw new AssertionError("it does not read what it wrote itself; " + random, e);
        }
        return true;
    }
}
