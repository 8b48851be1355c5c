package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** How run() ends means the same to the kit and to a node. */
@Timeout(120)
class RunEndsTest {
    private static List<Throwable> endings() {
        IOException ring = new IOException("outer");
        ring.initCause(new IOException("inner", ring));
        List<Throwable> all = new ArrayList<>();
        for (DisconnectReason reason : DisconnectReason.values()) {
            all.add(new DisconnectException(reason, "said so"));
        }
        all.addAll(
                List.of(
                        new IllegalStateException(
                                new IOException(
                                        new DisconnectException(
                                                DisconnectReason.USELESS_PEER, "deep"))),
                        new RlpException("not RLP"),
                        new IllegalStateException(new RlpException("wrapped")),
                        new EOFException(),
                        new IOException("a file"),
                        new InterruptedException("of its own"),
                        new TimeoutException("late"),
                        ring,
                        new NullPointerException(),
                        new StackOverflowError()));
        return all;
    }

    private static Protocol ending(List<Throwable> next) {
        return new Lambda(
                (peer, channel) -> {
                    channel.read();
                    switch (next.getFirst()) {
                        case Error error -> throw error;
                        case Exception exception -> throw exception;
                        case Throwable other -> throw new AssertionError(other);
                    }
                });
    }

    @Test
    void everyEndingIsToldToThePeerAsByANode() throws Exception {
        List<Throwable> now = new ArrayList<>();
        Lambda asking =
                new Lambda(
                        (peer, channel) -> {
                            channel.write(0, new byte[0]);
                            channel.read();
                        });
        try (LoopbackPair pair = LoopbackPair.of(ending(now), asking)) {
            for (Throwable thrown : endings()) {
                now.clear();
                now.add(thrown);
                pair.connect();
                LinkEnd real = pair.awaitEndAtFirst();
                assertEquals(real.reason(), pair.awaitEndAtSecond().reason(), thrown::toString);
                try (ProtocolRunner runner = ProtocolRunner.start(ending(now))) {
                    runner.remote().write(0, new byte[0]);
                    LinkEnd kit = runner.awaitEnd(Threads.AT_MOST);
                    assertEquals(real.reason(), kit.reason(), thrown::toString);
                    assertEquals(real.byRemote(), kit.byRemote());
                    assertTrue(
                            real.detail().contains(kit.detail())
                                    || kit.detail().startsWith("run() threw "),
                            () -> real + " against " + kit);
                }
            }
        }
    }

    @Test
    void returningIsToldToThePeerAsByANode() throws Exception {
        Lambda returning = new Lambda((peer, channel) -> {});
        Lambda reading = new Lambda((peer, channel) -> channel.read());
        try (LoopbackPair pair = LoopbackPair.of(returning, reading).connect();
                ProtocolRunner runner = ProtocolRunner.start(returning)) {
            assertEquals(
                    pair.awaitEndAtFirst().reason(), runner.awaitEnd(Threads.AT_MOST).reason());
            assertEquals(DisconnectReason.CLIENT_QUITTING, pair.awaitEndAtSecond().reason());
        }
    }
}
