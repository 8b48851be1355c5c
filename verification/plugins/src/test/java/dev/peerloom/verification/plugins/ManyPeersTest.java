package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plugins come and go under the eyes of many peers. More of both with {@code
 * -Dpeerloom.reloads=100} and {@code -Dpeerloom.peers=1000}.
 */
@Tag("one-form")
class ManyPeersTest {
    private static final int UNDER_WAY = 64;
    private static final int RELOADS = Integer.getInteger("peerloom.reloads", 10);
    private static final int PEERS = Integer.getInteger("peerloom.peers", 200);
    private static final int LOADED = 20;

    /** What a shared machine may need at its worst. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Capability CALM = new Capability("calm", 1);
    private static final Capability CHANGING = new Capability("changing", 1);

    @TempDir Path folder;
    private Node node;
    private final List<LightPeer> peers = new ArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    @BeforeEach
    void start() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        ContainmentTest.calm().writeTo(plugins.resolve("calm.jar"));
        Sources.namedEcho("changing").writeTo(plugins.resolve("changing.jar"));
        node =
                // The senders leave no processor to those who connect meanwhile.
                Nodes.patient(
                        NodeConfig.builder(NodeKey.generate())
                                .dataDirectory(folder.resolve("node"))
                                .pluginsDirectory(plugins)
                                .maxPeers(PEERS + 2 * LOADED)
                                .build());
    }

    @AfterEach
    void close() throws IOException {
        stop.set(true);
        for (LightPeer peer : peers) {
            peer.close();
        }
        node.close();
    }

    /** Sends numbers and sees each come back, in order, until it is told to stop. */
    private final class Echoing {
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger back = new AtomicInteger();
        private final AtomicBoolean wrong = new AtomicBoolean();
        private final Semaphore room = new Semaphore(UNDER_WAY);
        private final LightPeer peer;

        Echoing() throws Exception {
            peer = LightPeer.connect(NodeKey.generate(), node.enode(), CALM, this::received);
            peers.add(peer);
        }

        private void received(byte[] payload) {
            if (ByteBuffer.wrap(payload).getInt() != back.getAndIncrement()) {
                wrong.set(true);
            }
            room.release();
        }

        void send() {
            while (!stop.get()) {
                try {
                    // Not for ever: there may be nothing left to come, and a test to end.
                    if (room.tryAcquire(1, TimeUnit.SECONDS)) {
                        byte[] payload = new byte[100];
                        ByteBuffer.wrap(payload).putInt(sent.get());
                        peer.send(payload);
                        sent.incrementAndGet();
                    }
                } catch (IOException | InterruptedException e) {
                    wrong.set(true);
                    return;
                }
            }
        }
    }

    @Test
    void reloadingOneProtocolUnderLoadLosesNoMessageOfAnotherAndNoOtherPeer() throws Exception {
        List<Echoing> echoes = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < LOADED; i++) {
            Echoing echo = new Echoing();
            echoes.add(echo);
            senders.add(Thread.ofVirtual().start(echo::send));
        }

        for (int i = 0; i < RELOADS; i++) {
            List<LightPeer> changing = new ArrayList<>();
            for (int j = 0; j < LOADED; j++) {
                LightPeer peer =
                        LightPeer.connect(
                                NodeKey.generate(), node.enode(), CHANGING, message -> {});
                changing.add(peer);
                peers.add(peer);
                peer.send(new byte[10]);
            }
            var _ = node.reloadPlugin("changing");
            for (LightPeer peer : changing) {
                assertEquals(DisconnectReason.CLIENT_QUITTING.code(), peer.awaitEnd());
                peer.close();
            }
        }

        stop.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        int messages = 0;
        for (Echoing echo : echoes) {
            await().atMost(LIMIT)
                    .untilAsserted(
                            () ->
                                    assertEquals(
                                            echo.sent.get(),
                                            echo.back.get(),
                                            () -> "messages; ended: " + echo.peer.ended()));
            assertFalse(echo.wrong.get(), "a message was lost, or came out of order");
            assertFalse(
                    echo.peer.ended(), "a peer that does not run the protocol was disconnected");
            messages += echo.back.get();
        }
        assertTrue(messages > RELOADS, messages + " messages only");
        System.out.println(RELOADS + " reloads, " + messages + " echoes of others meanwhile");
    }

    @Test
    void unloadingEndsTheLinksOfAllItsPeersInOrder() throws Exception {
        for (int i = 0; i < PEERS; i++) {
            peers.add(LightPeer.connect(NodeKey.generate(), node.enode(), CHANGING, message -> {}));
        }
        await().atMost(LIMIT).until(() -> node.peers().size() == PEERS);

        long start = System.nanoTime();
        node.unloadPlugin("changing");
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        for (LightPeer peer : peers) {
            assertEquals(DisconnectReason.CLIENT_QUITTING.code(), peer.awaitEnd());
        }
        await().atMost(LIMIT).until(() -> node.peers().isEmpty());
        System.out.println(PEERS + " peers, unloaded in " + took.toMillis() + " ms");
    }
}
