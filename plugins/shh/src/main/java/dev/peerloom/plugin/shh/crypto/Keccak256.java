package dev.peerloom.plugin.shh.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keccak-256 with the padding that Ethereum uses (0x01, not SHA-3's 0x06, which is why the JDK's
 * SHA3-256 cannot stand in). Digests come out as a {@link Hash32} or as a number of leading zeros,
 * so that hashing an envelope makes no garbage, and mining none at all.
 *
 * <p>Not thread-safe: owned by whoever made it.
 */
public final class Keccak256 {
    private static final int RATE = 136;
    private static final int LANES = RATE / Long.BYTES;
    private static final long LAST_BIT = 0x8000_0000_0000_0000L;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] state = new long[25];
    private final long[] digest = new long[25];
    private int position;

    /** An empty digest. */
    public Keccak256() {}

    /**
     * Hashes arrays, one after the other.
     *
     * @param parts what to hash
     * @return 32 bytes
     */
    public static byte[] hash(byte[]... parts) {
        Keccak256 keccak = new Keccak256();
        for (byte[] part : parts) {
            keccak.update(part, 0, part.length);
        }
        return keccak.hash().toBytes();
    }

    /**
     * Takes in bytes.
     *
     * @param in the array
     * @param from the first byte
     * @param length how many; all of them must be in the array
     * @return this
     */
    public Keccak256 update(byte[] in, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end) {
            if (position == 0 && end - at >= RATE) {
                for (int lane = 0; lane < LANES; lane++) {
                    state[lane] ^= (long) LONGS.get(in, at + lane * Long.BYTES);
                }
                KeccakF1600.permute(state, state);
                at += RATE;
            } else {
                at += absorb(in, at, Math.min(end - at, RATE - position));
            }
        }
        return this;
    }

    /** Takes in bytes up to the end of a block, by lanes where the position allows. */
    private int absorb(byte[] in, int from, int length) {
        int at = 0;
        while (at < length) {
            if ((position & 7) == 0 && length - at >= Long.BYTES) {
                state[position >>> 3] ^= (long) LONGS.get(in, from + at);
                position += Long.BYTES;
                at += Long.BYTES;
            } else {
                state[position >>> 3] ^= (in[from + at] & 0xFFL) << ((position & 7) << 3);
                position++;
                at++;
            }
        }
        if (position == RATE) {
            KeccakF1600.permute(state, state);
            position = 0;
        }
        return length;
    }

    /**
     * Takes in a number.
     *
     * @param value the number, 8 bytes big-endian
     * @return this
     */
    public Keccak256 updateLong(long value) {
        for (int shift = Long.SIZE - 8; shift >= 0; shift -= 8) {
            state[position >>> 3] ^= (value >>> shift & 0xFF) << ((position & 7) << 3);
            if (++position == RATE) {
                KeccakF1600.permute(state, state);
                position = 0;
            }
        }
        return this;
    }

    /**
     * Goes on where another digest stands; they share nothing afterwards.
     *
     * @param other the digest to copy
     * @return this
     */
    public Keccak256 set(Keccak256 other) {
        System.arraycopy(other.state, 0, state, 0, state.length);
        position = other.position;
        return this;
    }

    /**
     * The digest of what was taken in; starts afresh.
     *
     * @return the digest
     */
    public Hash32 hash() {
        finish();
        return new Hash32(bigEndian(0), bigEndian(1), bigEndian(2), bigEndian(3));
    }

    /**
     * How many zero bits the digest of what was taken in begins with; starts afresh.
     *
     * @return 0 to 256
     */
    public int leadingZeros() {
        finish();
        int zeros = 0;
        for (int lane = 0; lane < 4; lane++) {
            int more = Long.numberOfLeadingZeros(bigEndian(lane));
            zeros += more;
            if (more < Long.SIZE) {
                break;
            }
        }
        return zeros;
    }

    private long bigEndian(int lane) {
        return Long.reverseBytes(digest[lane]);
    }

    private void finish() {
        state[position >>> 3] ^= 1L << ((position & 7) << 3);
        state[LANES - 1] ^= LAST_BIT;
        KeccakF1600.permute(state, digest);
        Arrays.fill(state, 0);
        position = 0;
    }
}
