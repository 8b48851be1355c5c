package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.EOFException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** How a pipe closes, and what an interrupt does. */
@Timeout(60)
class PipeEndTest extends PipeFixture {
    @Test
    void closingLetsWhatIsQueuedBeReadBeforeTheEnd() throws Exception {
        first.write(0, new byte[0]);
        first.write(1, new byte[0]);
        pipe.close();
        pipe.close();
        assertEquals(0, second.read().code());
        assertEquals(1, second.read(Duration.ZERO).code());
        assertThrows(EOFException.class, second::read);
        assertThrows(EOFException.class, () -> second.read(LONG));
        assertThrows(EOFException.class, () -> second.read(Duration.ZERO));
        assertThrows(EOFException.class, first::read);
    }

    @Test
    void closingRefusesFurtherWrites() throws Exception {
        pipe.close();
        for (MessageChannel end : new MessageChannel[] {first, second}) {
            assertThrows(EOFException.class, () -> end.write(0, new byte[0]));
            assertFalse(end.tryWrite(0, new byte[0]));
            assertThrows(IllegalArgumentException.class, () -> end.write(9, new byte[0]));
        }
    }

    @Test
    void closingWakesReadersAndWriters() throws Exception {
        MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(1, 1000).build();
        Background<Message> reader = new Background<>(narrow.first()::read);
        Background<Message> patient = new Background<>(() -> narrow.first().read(LONG));
        narrow.first().write(0, new byte[0]);
        Background<Void> writer = write(narrow.first(), 1, 0);
        reader.awaitBlocked();
        patient.awaitBlocked();
        writer.awaitBlocked();

        narrow.close();

        assertInstanceOf(EOFException.class, reader.failure());
        assertInstanceOf(EOFException.class, patient.failure());
        assertInstanceOf(EOFException.class, writer.failure());
        assertEquals(0, narrow.second().read().code());
        assertThrows(EOFException.class, () -> narrow.second().read());
    }

    @Test
    void anInterruptedReaderLosesNothing() throws Exception {
        Background<Message> reader = new Background<>(first::read);
        reader.awaitBlocked();
        reader.interrupt();
        assertInstanceOf(InterruptedException.class, reader.failure());
        second.write(2, new byte[0]);
        assertEquals(2, first.read().code());

        second.write(3, new byte[0]);
        Background<Message> interruptedBefore =
                new Background<>(
                        () -> {
                            Thread.currentThread().interrupt();
                            return first.read();
                        });
        assertEquals(3, interruptedBefore.result().code(), "there was nothing to wait for");
    }

    @Test
    void anInterruptedWriterHasSentNothing() throws Exception {
        try (MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(1, 1000).build()) {
            narrow.first().write(0, new byte[0]);
            Background<Void> writer = write(narrow.first(), 1, 0);
            writer.awaitBlocked();
            writer.interrupt();
            assertInstanceOf(InterruptedException.class, writer.failure());
            narrow.second().read();
            assertThrows(TimeoutException.class, () -> narrow.second().read(Duration.ZERO));
        }
    }

    @Test
    void endingTheReadingLeavesWritingOpen() throws Exception {
        second.write(0, new byte[0]);
        pipe.endReadingOfFirst();
        second.write(1, new byte[0]);
        assertTrue(second.tryWrite(1, new byte[0]));

        assertEquals(0, first.read().code());
        assertThrows(EOFException.class, first::read);
        first.write(3, new byte[] {42});
        assertArrayEquals(new byte[] {42}, second.read().payload());
        pipe.close();
        assertThrows(EOFException.class, () -> second.write(1, new byte[0]));
    }

    @Test
    void endingTheReadingReleasesBlockedWritersOfTheOtherEnd() throws Exception {
        try (MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(1, 1000).build()) {
            narrow.second().write(0, new byte[0]);
            Background<Void> writer = write(narrow.second(), 1, 0);
            writer.awaitBlocked();
            narrow.endReadingOfFirst();
            writer.result();
            assertEquals(0, narrow.first().read().code());
            assertThrows(EOFException.class, () -> narrow.first().read());
        }
    }
}
