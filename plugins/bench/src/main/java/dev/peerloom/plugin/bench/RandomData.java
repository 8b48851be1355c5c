package dev.peerloom.plugin.bench;

import dev.peerloom.api.rlp.RlpWriter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Payloads {@code [data]} whose data no compressor makes smaller. */
final class RandomData {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private RandomData() {}

    static byte[] payload(SplittableRandom random, int size) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        return new RlpWriter().startList().write(data).endList().toByteArray();
    }

    /**
     * Makes the payload another one, so that no two messages are equal. Only the first eight bytes
     * change: fresh randomness for all of them would be measured with the sending.
     */
    static void vary(SplittableRandom random, byte[] payload, int size) {
        if (size >= Long.BYTES) {
            LONG.set(payload, payload.length - size, random.nextLong());
        }
    }
}
