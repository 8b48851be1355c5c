package dev.peerloom.verification.benchmarks.load;

import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.rlpx.Snappy;
import dev.peerloom.core.rlpx.SnappyException;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A payload that is compressed once and sent many times. Immutable; the array is not copied.
 *
 * @param compressed as it goes over the wire
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Payload(byte[] compressed) {
    private static final int LIMIT = 1 << 16;
    static final Payload EMPTY_LIST = of(new RlpWriter().startList().endList());
    static final Payload QUITTING = of(new RlpWriter().startList().write(8).endList());

    private static Payload of(RlpWriter writer) {
        byte[] plain = writer.toByteArray();
        byte[] out = new byte[Snappy.maxCompressedLength(plain.length)];
        int length = new Snappy.Compressor().compress(plain, 0, plain.length, out, 0);
        return new Payload(Arrays.copyOf(out, length));
    }

    /** {@code [data]} with so many incompressible bytes. */
    static Payload data(int size) {
        byte[] data = new byte[size];
        new SplittableRandom(size).nextBytes(data);
        return of(new RlpWriter().startList().write(data).endList());
    }

    /** {@code [first, second]}. */
    static Payload numbers(long first, long second) {
        return of(new RlpWriter().startList().write(first).write(second).endList());
    }

    /** The first number of a list in a message. */
    static long firstNumber(LoadPeer.Frame frame) throws IOException {
        try {
            int length = frame.length() - frame.offset();
            RlpReader reader =
                    new RlpReader(Snappy.uncompress(frame.body(), frame.offset(), length, LIMIT));
            reader.enterList();
            return reader.readLong();
        } catch (SnappyException e) {
            throw new IOException("the node sent what does not decompress", e);
        }
    }
}
