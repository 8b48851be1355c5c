package dev.peerloom.plugin.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.testkit.MessagePipe;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The protocol running on one end of a pipe, the test at the other. */
final class RunningSession implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    final LongAdder compared = new LongAdder();
    final LongAdder differing = new LongAdder();
    final BenchProtocol protocol;
    private final MessagePipe pipe;
    private final FutureTask<Void> run;

    RunningSession(int echoesOnConnect) {
        protocol = new BenchProtocol(echoesOnConnect, compared, differing);
        pipe = MessagePipe.create(protocol);
        run =
                new FutureTask<>(
                        () -> {
                            protocol.run(new NamedPeer(), pipe.first());
                            return null;
                        });
        Thread.ofVirtual().start(run);
    }

    MessageChannel channel() {
        return pipe.second();
    }

    void send(int code, byte[] payload) throws Exception {
        channel().write(code, payload);
    }

    byte[] receive(int code) throws Exception {
        Message message = channel().read(LIMIT);
        assertEquals(code, message.code());
        return message.payload();
    }

    /** Shows that the session goes on, and that nothing else is waiting to be read. */
    void assertAlive() throws Exception {
        byte[] payload = data(new byte[] {1, 2, 3});
        send(BenchCode.ECHO, payload);
        assertArrayEquals(payload, receive(BenchCode.ECHO_REPLY));
    }

    <E extends Exception> E endsWith(Class<E> kind) {
        ExecutionException failure =
                assertThrows(
                        ExecutionException.class,
                        () -> run.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        return assertThrows(
                kind,
                () -> {
                    throw failure.getCause();
                });
    }

    static byte[] data(byte[] bytes) {
        return new RlpWriter().startList().write(bytes).endList().toByteArray();
    }

    static byte[] numbers(long first, long second) {
        return new RlpWriter().startList().write(first).write(second).endList().toByteArray();
    }

    static byte[] bytesOf(byte[] payload) throws Exception {
        RlpReader reader = new RlpReader(payload);
        reader.enterList();
        byte[] bytes = reader.readBytes();
        reader.leaveList();
        reader.end();
        return bytes;
    }

    @Override
    public void close() {
        pipe.close();
    }
}
