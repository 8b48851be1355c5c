package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;

import org.junit.jupiter.api.AfterEach;

import java.io.EOFException;
import java.time.Duration;

/** A pipe, and what its tests do with it. */
abstract class PipeFixture {
    static final Capability ECHO = new Capability("echo", 1);
    static final Duration LONG = Duration.ofSeconds(50);
    final MessagePipe pipe = MessagePipe.create(ECHO, 4, 1000);
    final MessageChannel first = pipe.first();
    final MessageChannel second = pipe.second();

    @AfterEach
    void closePipe() {
        pipe.close();
    }

    static Message nextOrNull(MessageChannel channel) throws Exception {
        try {
            return channel.read();
        } catch (EOFException end) {
            return null;
        }
    }

    static Void writeAll(MessagePipe pipe, int code, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            pipe.first().write(code, new byte[] {(byte) (i >> 8), (byte) i});
        }
        return null;
    }

    static Background<Void> write(MessageChannel channel, int code, int size) {
        return Background.write(channel, code, size);
    }
}
