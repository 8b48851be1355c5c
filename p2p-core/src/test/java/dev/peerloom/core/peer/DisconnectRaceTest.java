package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two nodes over loopback sockets, connected and disconnected many times. More often with {@code
 * -Dpeerloom.races=1000}.
 */
@Isolated // It counts the sockets and threads of the process.
class DisconnectRaceTest {
    /** What one side does in one round. */
    private record Plan(int messages, int size, DisconnectReason reason) {}

    private static final int RACES = Integer.getInteger("peerloom.races", 300);

    private static final DisconnectReason[] REASONS =
            Stream.of(DisconnectReason.values())
                    .filter(reason -> reason != DisconnectReason.UNKNOWN)
                    .toArray(DisconnectReason[]::new);

    private final BlockingQueue<Plan> plans = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerEvent.Disconnected> ends = new LinkedBlockingQueue<>();
    private final PrintStream usual = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Node leaving;
    private Node staying;

    private void leave(Peer peer, MessageChannel channel) throws Exception {
        begun.add(true);
        Plan plan = plans.take();
        for (int i = 0; i < plan.messages; i++) {
            channel.write(1, new byte[plan.size]);
        }
        peer.disconnect(plan.reason, "the round is over");
    }

    private void floodAndCount(MessageChannel channel) throws Exception {
        Thread writer = Thread.ofVirtual().start(() -> AbruptPeerTest.writeUntilClosed(channel));
        int count = 0;
        try {
            for (; ; ) {
                channel.read();
                count++;
            }
        } catch (EOFException e) {
            writer.join();
            counts.add(count);
        }
    }

    @BeforeEach
    void start() throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        leaving =
                Node.start(
                        NodeConfig.builder(NodeKey.generate()).build(),
                        List.of(new Script(this::leave)));
        staying =
                Node.start(
                        NodeConfig.builder(NodeKey.generate()).build(),
                        List.of(new Script((peer, channel) -> floodAndCount(channel))));
        var _ = staying.onPeerEvent(PeerEvent.Disconnected.class, ends::add);
    }

    @AfterEach
    void stop() {
        leaving.close();
        staying.close();
        System.setErr(usual);
    }

    private void connect(boolean byLeaving) throws InterruptedException {
        awaitNoPeers();
        Boolean connected;
        do {
            // Nothing happens if the scheduler does not know yet that the last link has ended.
            if (byLeaving) {
                leaving.connect(staying.enode());
            } else {
                staying.connect(leaving.enode());
            }
            connected = begun.poll(20, TimeUnit.MILLISECONDS);
        } while (connected == null);
    }

    private void awaitNoPeers() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> leaving.peers().isEmpty() && staying.peers().isEmpty());
    }

    private void round(boolean byLeaving, Plan plan) throws InterruptedException {
        connect(byLeaving);
        plans.add(plan);
        PeerEvent.Disconnected end = ends.poll(30, TimeUnit.SECONDS);
        assertNotNull(end, plan::toString);
        assertEquals(plan.reason.code(), end.code(), plan::toString);
        assertTrue(end.byRemote(), plan::toString);
        assertEquals(plan.messages, counts.poll(30, TimeUnit.SECONDS), plan::toString);
    }

    @Test
    void inNoneOfManyRacesAMessageOrTheReasonIsLost() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < RACES; i++) {
            int size = i % 100 == 0 ? 1 << 20 : random.nextInt(2_000);
            int messages = i % 100 == 0 ? 5 : random.nextInt(200);
            DisconnectReason reason = REASONS[random.nextInt(REASONS.length)];
            round(random.nextBoolean(), new Plan(messages, size, reason));
        }
    }

    @Test
    void twoHundredConnectsLeaveNoSocketNoThreadAndNoBufferBehind() throws Exception {
        Plan plan = new Plan(3, 1_000, DisconnectReason.REQUESTED);
        // Loops start their threads when the first connection comes to them: each gets one here.
        rounds(4 * Runtime.getRuntime().availableProcessors(), plan);
        awaitNoPeers();
        long sockets = sockets();
        Set<Thread> threads = threads();
        rounds(200, plan);
        await().until(() -> sockets() <= sockets);
        await().until(() -> threadsSince(threads), Set::isEmpty);
        leaving.close();
        staying.close();
        await().until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(DisconnectRaceTest::isLoop));
        assertNoBufferLeaked();
    }

    private void rounds(int count, Plan plan) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            round(i % 2 == 0, plan);
        }
    }

    /** Platform threads that live, but for the test's own and those that carry virtual threads. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
                .filter(thread -> !thread.getName().startsWith("VirtualThread"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> threadsSince(Set<Thread> earlier) {
        Set<Thread> threads = threads();
        threads.removeAll(earlier);
        return threads;
    }

    private static boolean isLoop(Thread thread) {
        return thread.isAlive() && thread.getName().startsWith("peerloom-loop");
    }

    /** Sockets of this process that are open; 0 where the system does not tell. */
    private static long sockets() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.filter(DisconnectRaceTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // Closed since it was listed.
        }
    }

    /**
     * Netty reports a leak when it next makes a buffer after the lost one was collected. One that
     * is lost on purpose shows that reports come, and when those of all before it have come.
     */
    private void assertNoBufferLeaked() {
        loseABuffer();
        await().until(
                        () -> {
                            System.gc();
                            ByteBufAllocator.DEFAULT.directBuffer(16).release();
                            return text().contains("lost on purpose");
                        });
        List<String> leaks =
                Stream.of(text().split("LEAK: ")).skip(1).filter(leak -> !isOurs(leak)).toList();
        assertTrue(leaks.isEmpty(), leaks::toString);
        assertFalse(text().contains("A fault of ours"), this::text);
    }

    private static boolean isOurs(String leak) {
        return leak.contains("lost on purpose");
    }

    private static void loseABuffer() {
        ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
        lost.touch("lost on purpose");
    }

    private String text() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
