package dev.peerloom.core.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Keccak-256 with the padding of the original submission, as Ethereum uses it (not FIPS 202's
 * SHA3-256).
 *
 * <p>Not thread-safe: owned by whoever made it. The running digest can be read with {@link #peek}
 * any number of times, which is what the MACs of RLPx do.
 */
public final class Keccak256 {
    /** The length of a digest in bytes. */
    public static final int LENGTH = 32;

    private static final int RATE = 136;
    private static final int LANES = RATE / Long.BYTES;
    private static final long LAST_BIT = 0x8000_0000_0000_0000L;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] state = new long[25];
    private final long[] scratch = new long[25];
    private int position;

    /** An empty digest. */
    public Keccak256() {}

    /** A digest that goes on where another one stands; they do not share anything. */
    public Keccak256(Keccak256 other) {
        System.arraycopy(other.state, 0, state, 0, state.length);
        position = other.position;
    }

    /** The digest of the concatenation of {@code parts}. */
    public static byte[] hash(byte[]... parts) {
        Keccak256 keccak = new Keccak256();
        for (byte[] part : parts) {
            keccak.update(part, 0, part.length);
        }
        byte[] digest = new byte[LENGTH];
        keccak.digest(digest, 0);
        return digest;
    }

    /** Takes in all of {@code in}. */
    public void update(byte[] in) {
        update(in, 0, in.length);
    }

    /** Takes in {@code len} bytes from {@code off} on. */
    public void update(byte[] in, int off, int len) {
        Objects.checkFromIndexSize(off, len, in.length);
        int at = off;
        int end = off + len;
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
    }

    /** Takes in bytes up to the end of a block, by lanes where the position allows. */
    private int absorb(byte[] in, int off, int len) {
        int at = 0;
        while (at < len) {
            if ((position & 7) == 0 && len - at >= Long.BYTES) {
                state[position >>> 3] ^= (long) LONGS.get(in, off + at);
                position += Long.BYTES;
                at += Long.BYTES;
            } else {
                state[position >>> 3] ^= (in[off + at] & 0xFFL) << ((position & 7) << 3);
                position++;
                at++;
            }
        }
        if (position == RATE) {
            KeccakF1600.permute(state, state);
            position = 0;
        }
        return len;
    }

    /**
     * Writes the digest of what was taken in so far and goes on as if not asked.
     *
     * @param len how many bytes of the digest are wanted, a multiple of 8 up to {@link #LENGTH}
     */
    public void peek(byte[] out, int off, int len) {
        if (len < 0 || len > LENGTH || (len & 7) != 0) {
            throw new IllegalArgumentException(len + " is not a multiple of 8 up to " + LENGTH);
        }
        long pad = 1L << ((position & 7) << 3);
        state[position >>> 3] ^= pad;
        state[LANES - 1] ^= LAST_BIT;
        KeccakF1600.permute(state, scratch);
        state[position >>> 3] ^= pad;
        state[LANES - 1] ^= LAST_BIT;
        for (int lane = 0; lane < len >>> 3; lane++) {
            LONGS.set(out, off + lane * Long.BYTES, scratch[lane]);
        }
    }

    /** Writes the digest, {@link #LENGTH} bytes, and starts afresh. */
    public void digest(byte[] out, int off) {
        peek(out, off, LENGTH);
        Arrays.fill(state, 0);
        position = 0;
    }
}
