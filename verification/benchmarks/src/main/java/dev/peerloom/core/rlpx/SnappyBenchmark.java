package dev.peerloom.core.rlpx;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Snappy on what does not shrink, and on what does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SnappyBenchmark {
    /** The size of the payload. */
    @Param({"64", "1024", "65536"})
    public int size;

    /** What it consists of. */
    @Param({"random", "text"})
    public String content = "";

    private final Snappy.Compressor compressor = new Snappy.Compressor();
    private byte[] plain = {};
    private byte[] compressed = {};
    private int length;

    /** Makes the payload. */
    @Setup
    public void prepare() {
        plain = new byte[size];
        SplittableRandom random = new SplittableRandom(size);
        if (content.equals("random")) {
            random.nextBytes(plain);
        } else {
            StringBuilder text = new StringBuilder();
            while (text.length() < size) {
                text.append("{\"number\":").append(random.nextInt()).append(",\"ok\":true},");
            }
            System.arraycopy(text.toString().getBytes(StandardCharsets.UTF_8), 0, plain, 0, size);
        }
        compressed = new byte[Snappy.maxCompressedLength(size)];
        length = compressor.compress(plain, 0, size, compressed, 0);
    }

    /** Into an array that is there. */
    @Benchmark
    public int compress() {
        return compressor.compress(plain, 0, size, compressed, 0);
    }

    /** Into a new array. */
    @Benchmark
    public byte[] uncompress() throws SnappyException {
        return Snappy.uncompress(compressed, 0, length, size);
    }
}
