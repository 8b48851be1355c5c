package dev.peerloom.core.rlpx;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** Frames by size. A frame can be read only after it was written, so reading is both less one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
    /** The size of a frame's body. */
    @Param({"32", "1024", "65536", "1048576"})
    public int size;

    private byte[] body = {};
    private byte[] out = {};
    private final FrameEncoder encoder;
    private final FrameMac mac;
    private final FrameEncoder pairEncoder;
    private final FrameDecoder decoder;
    private int read;

    /** Both ends of a link. */
    public FrameBenchmark() {
        Ends ends = Ends.shaken();
        encoder = new FrameEncoder(ends.near());
        mac = new FrameMac(ends.near().mac(), ends.near().egress());
        pairEncoder = new FrameEncoder(ends.near());
        decoder = new FrameDecoder(ends.far());
        decoder.limit(FrameEncoder.MAX_FRAME);
    }

    /** Makes the arrays. */
    @Setup
    public void prepare() {
        body = new byte[size];
        out = new byte[FrameEncoder.encodedSize(size)];
    }

    private static void write(FrameEncoder encoder, byte[] body, byte[] out) {
        encoder.begin(body.length, out, 0);
        encoder.update(body, 0, body.length, out, FrameEncoder.HEADER);
        int _ = encoder.end(out, FrameEncoder.HEADER + body.length);
    }

    /** Header, body and MACs into an array. */
    @Benchmark
    public byte[] encode() {
        write(encoder, body, out);
        return out;
    }

    /** Written, and read at the other end. */
    @Benchmark
    public int encodeAndDecode() throws FrameException {
        write(pairEncoder, body, out);
        decoder.decode(out, 0, out.length, (bytes, length) -> read += length);
        return read;
    }

    /** The two MACs of a frame. */
    @Benchmark
    public byte[] mac() {
        mac.header(out, 0);
        mac.update(body, 0, body.length);
        mac.endBody();
        mac.write(out, 0);
        return out;
    }
}
