package dev.peerloom.core.peer;

import dev.peerloom.api.Message;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Messages from {@code write} to {@code read}, without sockets and without a change of thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessagePathBenchmark {
    private static final int BURST = 8;

    /** Payload sizes. */
    @Param({"64", "1024", "65536"})
    public int size;

    /** Protocols on the link. */
    @Param({"1", "50"})
    public int protocols;

    private MessagePath path = new MessagePath(1);
    private byte[] payload = {};

    /** Makes the links. */
    @Setup
    public void prepare() {
        path.close();
        path = new MessagePath(protocols);
        payload = new byte[size];
        new SplittableRandom(size).nextBytes(payload);
    }

    /** Ends the links. */
    @TearDown
    public void close() {
        path.close();
    }

    /** A burst: written, handed over, read. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public Message burst() throws IOException, InterruptedException {
        for (int i = 0; i < BURST; i++) {
            path.write(i % protocols, payload);
        }
        path.flush();
        Message last = path.read(0);
        for (int i = 1; i < BURST; i++) {
            last = path.read(i % protocols);
        }
        return last;
    }

    /** A message and its answer. */
    @Benchmark
    public Message pingPong() throws IOException, InterruptedException {
        path.write(0, payload);
        path.flush();
        return path.answer(0, path.read(0).payload());
    }
}
