package dev.peerloom.core.rlpx;

import dev.peerloom.core.NodeKey;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** Handshakes: one side by itself as far as it can be, and both. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandshakeBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final NodeKey near = NodeKey.generate();
    private final NodeKey far = NodeKey.generate();
    private byte[] auth = {};

    /** Makes a packet for the responder. */
    @Setup
    public void prepare() throws HandshakeException {
        auth = initiator().auth();
    }

    private InitiatorHandshake initiator() {
        return new InitiatorHandshake(near.privateKey(), far.id(), random);
    }

    /** All that the dialled side does. */
    @Benchmark
    public Secrets responder() throws HandshakeException {
        ResponderHandshake responder = new ResponderHandshake(far.privateKey(), random);
        var _ = responder.receiveAuth(auth);
        return responder.secrets();
    }

    /** Both sides: less the responder's this is the initiator's. */
    @Benchmark
    public Secrets both() throws HandshakeException {
        InitiatorHandshake initiator = initiator();
        ResponderHandshake responder = new ResponderHandshake(far.privateKey(), random);
        var _ = responder.receiveAuth(initiator.auth());
        return initiator.receiveAck(responder.ack());
    }
}
