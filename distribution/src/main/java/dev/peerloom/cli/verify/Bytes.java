package dev.peerloom.cli.verify;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random bytes, and bytes changed at random. */
final class Bytes {
    private Bytes() {}

    static byte[] random(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** A copy with a few bits changed; of nothing, one byte. */
    static byte[] flip(RandomGenerator random, byte[] bytes) {
        byte[] changed = bytes.length == 0 ? new byte[1] : bytes.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    /** A copy that ends early. */
    static byte[] cut(RandomGenerator random, byte[] bytes) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    /** A copy with more behind it. */
    static byte[] extend(RandomGenerator random, byte[] bytes) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
        for (int i = bytes.length; i < longer.length; i++) {
            longer[i] = (byte) random.nextInt();
        }
        return longer;
    }
}
