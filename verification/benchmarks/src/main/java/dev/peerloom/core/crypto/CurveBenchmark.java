package dev.peerloom.core.crypto;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** What a handshake does on the curve, with each implementation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CurveBenchmark {
    /** Nothing else than what is chosen at start, or Bouncy Castle. */
    @Param({"chosen", CurveChoice.JAVA})
    public String implementation = "";

    private Secp256k1 curve = BouncyCastleSecp256k1.INSTANCE;
    private final byte[] key = curve.newPrivateKey();
    private final byte[] other = curve.publicKey(curve.newPrivateKey());
    private final byte[] hash = Keccak256.hash(other);
    private final byte[] signature = curve.sign(key, hash);

    /** Chooses the implementation. */
    @Setup
    public void choose() {
        curve = implementation.equals(CurveChoice.JAVA) ? curve : Secp256k1.get();
    }

    /** ECDH. */
    @Benchmark
    public byte[] agree() {
        return curve.agree(key, other);
    }

    /** A new key and its public half. */
    @Benchmark
    public byte[] keyPair() {
        return curve.publicKey(curve.newPrivateKey());
    }

    /** A recoverable signature. */
    @Benchmark
    public byte[] sign() {
        return curve.sign(key, hash);
    }

    /** The signer of a hash. */
    @Benchmark
    public byte[] recover() {
        return curve.recover(hash, signature);
    }
}
