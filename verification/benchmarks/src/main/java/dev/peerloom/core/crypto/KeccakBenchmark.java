package dev.peerloom.core.crypto;

import org.bouncycastle.crypto.digests.KeccakDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** Keccak-256 of some bytes, ours and Bouncy Castle's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeccakBenchmark {
    /** How many bytes. */
    @Param({"32", "1024", "65536"})
    public int size;

    private byte[] bytes = {};
    private final byte[] digest = new byte[Keccak256.LENGTH];
    private final Keccak256 keccak = new Keccak256();
    private final KeccakDigest bouncyCastle = new KeccakDigest(256);

    /** Makes the bytes. */
    @Setup
    public void prepare() {
        bytes = new byte[size];
    }

    /** Ours. */
    @Benchmark
    public byte[] ours() {
        keccak.update(bytes);
        keccak.digest(digest, 0);
        return digest;
    }

    /** The other implementation that the node has. */
    @Benchmark
    public byte[] bouncyCastle() {
        bouncyCastle.update(bytes, 0, bytes.length);
        int _ = bouncyCastle.doFinal(digest, 0);
        return digest;
    }
}
