package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.crypto.Secp256k1;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * go-ethereum's advisory GHSA-m6j8-rg6r-7mv8: a responder that multiplied points it had not
 * checked, or that failed differently on them, gave away bits of its static key. Here no such point
 * meets the key, and each refusal costs one key agreement, whatever the reason.
 */
final class InvalidCurveOracleGhsaM6j8Rg6r7mv8Test {
    private static final byte[] KEY = Secp256k1.get().newPrivateKey();
    private static final byte[] SHARED = {1, 2};

    /** Counts what is done with the private key. */
    private static final class Watched implements Secp256k1 {
        private final Secp256k1 curve = Secp256k1.get();
        private int agreements;
        private boolean offCurve;

        @Override
        public byte[] agree(byte[] privateKey, byte[] publicKey) {
            agreements++;
            offCurve |= !curve.isPublicKey(publicKey);
            assertTrue(Arrays.equals(KEY, privateKey));
            return curve.agree(privateKey, publicKey);
        }

        @Override
        public String implementation() {
            return curve.implementation();
        }

        @Override
        public byte[] newPrivateKey() {
            return curve.newPrivateKey();
        }

        @Override
        public boolean isPrivateKey(byte[] candidate) {
            return curve.isPrivateKey(candidate);
        }

        @Override
        public boolean isPublicKey(byte[] candidate) {
            return curve.isPublicKey(candidate);
        }

        @Override
        public byte[] publicKey(byte[] privateKey) {
            return curve.publicKey(privateKey);
        }

        @Override
        public byte[] sign(byte[] privateKey, byte[] hash) {
            return curve.sign(privateKey, hash);
        }

        @Override
        public byte[] recover(byte[] hash, byte[] signature) {
            return curve.recover(hash, signature);
        }
    }

    @Test
    void everyRefusalTakesOneAgreementWithAPointOfTheCurveAndSaysTheSame() {
        for (Map.Entry<String, byte[]> bad : packets().entrySet()) {
            Watched curve = new Watched();
            HandshakeException refused =
                    assertThrows(
                            HandshakeException.class,
                            () -> Ecies.decrypt(curve, KEY, bad.getValue(), 0, SHARED),
                            bad.getKey());
            assertEquals(
                    HandshakeException.unreadable().getMessage(),
                    refused.getMessage(),
                    bad.getKey());
            assertEquals(1, curve.agreements, bad.getKey());
            assertFalse(curve.offCurve, bad.getKey());
        }
    }

    private static Map<String, byte[]> packets() {
        byte[] publicKey = Secp256k1.get().publicKey(KEY);
        byte[] good = Ecies.encrypt(publicKey, new byte[100], SHARED, new SecureRandom());
        Map<String, byte[]> bad = new LinkedHashMap<>();
        byte[] infinity = good.clone();
        Arrays.fill(infinity, 1, 65, (byte) 0);
        bad.put("zeros for a point, as in the advisory", infinity);
        byte[] twist = good.clone();
        twist[64] ^= 1;
        bad.put("a point off the curve", twist);
        byte[] unreduced = good.clone();
        Arrays.fill(unreduced, 1, 65, (byte) 0xFF);
        bad.put("coordinates beyond p", unreduced);
        byte[] form = good.clone();
        form[0] = 2;
        bad.put("another form of point", form);
        byte[] tag = good.clone();
        tag[tag.length - 1] ^= 1;
        bad.put("a wrong tag", tag);
        byte[] text = good.clone();
        text[90] ^= 1;
        bad.put("a wrong text", text);
        bad.put("too short for a tag", Arrays.copyOf(good, 112));
        bad.put("too short for a point", Arrays.copyOf(good, 20));
        bad.put("nothing", new byte[0]);
        return bad;
    }

    @Test
    void theGoodPacketOpens() throws HandshakeException {
        byte[] publicKey = Secp256k1.get().publicKey(KEY);
        byte[] plain = {5, 4, 3};
        byte[] packet = Ecies.encrypt(publicKey, plain, SHARED, new SecureRandom());
        assertTrue(Arrays.equals(plain, Ecies.decrypt(KEY, packet, 0, SHARED)));
        assertThrows(
                HandshakeException.class,
                () -> Ecies.decrypt(KEY, packet, 0, new byte[] {1, 3}),
                "the tag covers what both sides know");
    }
}
