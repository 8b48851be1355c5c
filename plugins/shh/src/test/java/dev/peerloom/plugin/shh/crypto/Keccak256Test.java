package dev.peerloom.plugin.shh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Ours against Bouncy Castle's. */
class Keccak256Test {
    @Test
    void hashesNothingAsPublished() {
        assertEquals(
                "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
                new Keccak256().hash().toString());
    }

    @Property(tries = 300)
    void hashesAsBouncyCastleDoesHoweverTheInputIsCut(
            @ForAll @Size(max = 700) byte[] data, @ForAll int cut, @ForAll long number) {
        int at = Math.floorMod(cut, data.length + 1);
        Keccak256 keccak = new Keccak256();
        for (int round = 0; round < 2; round++) { // it starts afresh by itself
            keccak.update(data, 0, at).update(data, at, data.length - at).updateLong(number);
            assertArrayEquals(reference(data, number), keccak.hash().toBytes());
        }
    }

    @Property(tries = 200)
    void goesOnWhereAnotherStands(@ForAll @Size(max = 300) byte[] data, @ForAll long number) {
        Keccak256 prefix = new Keccak256().update(data, 0, data.length);
        Keccak256 copy = new Keccak256();
        for (int round = 0; round < 2; round++) { // the other one stays as it is
            int zeros = copy.set(prefix).updateLong(number).leadingZeros();
            assertEquals(256 - new BigInteger(1, reference(data, number)).bitLength(), zeros);
        }
    }

    private static byte[] reference(byte[] data, long number) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(data, 0, data.length);
        digest.update(ByteBuffer.allocate(8).putLong(number).array(), 0, 8);
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }
}
