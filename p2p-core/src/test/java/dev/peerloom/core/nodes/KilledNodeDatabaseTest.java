package dev.peerloom.core.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.Ban;
import dev.peerloom.core.BanTarget;
import dev.peerloom.core.KnownNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * A process that writes into the node database and is killed without warning, again and again. More
 * often with {@code -Dpeerloom.kills=50}.
 */
@Timeout(600)
class KilledNodeDatabaseTest {
    private static final int KILLS = Integer.getInteger("peerloom.kills", 10);
    private static final int MOST_LINES = 60;

    /** How far the process may write ahead of what was read of it: the tables have limits. */
    private static final int AHEAD = 16;

    @TempDir Path folder;

    @Test
    void whatWasWrittenBeforeAKillIsThereAfterIt() throws Exception {
        Path file = folder.resolve("nodes.db");
        Random random = new Random(20261128);
        long nodes = 0;
        long bans = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(file);
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.US_ASCII))) {
                String[] found = line(lines).split(" ", 2);
                assertTrue(Long.parseLong(found[0]) >= nodes, "nodes are lost after kill " + kill);
                assertTrue(Long.parseLong(found[1]) >= bans, "bans are lost after kill " + kill);
                for (int seen = random.nextInt(MOST_LINES); seen >= 0; seen--) {
                    String[] written = line(lines).split(" ", 2);
                    process.getOutputStream().write('\n');
                    process.getOutputStream().flush();
                    nodes = Math.max(nodes, Long.parseLong(written[0]));
                    bans = Math.max(bans, Long.parseLong(written[1]));
                }
                process.destroyForcibly(); // SIGKILL
                assertEquals(137, process.waitFor(), "it was not running any more");
            }
        }
        assertTrue(nodes > KILLS, "hardly anything was written");
        assertFalse(Files.exists(folder.resolve("nodes.db.broken")), "it could not be read");
        try (NodeDatabase database = open(file)) {
            assertTrue(database.find(id(nodes)).isPresent());
            assertTrue(lastBanned(database.storedBans()) >= bans);
            assertTrue(database.storedBans().size() > KILLS / 3);
        }
    }

    private static String line(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        assertNotNull(line, "the process has ended by itself");
        return line;
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        classPath(),
                        KilledNodeDatabaseTest.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The modules of this test as a class path: classes, tests and libraries. */
    private static String classPath() {
        return String.join(
                System.getProperty("path.separator"),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""),
                Path.of("target", "test-classes").toString(),
                Path.of("target", "classes").toString());
    }

    private static NodeDatabase open(Path file) throws Exception {
        return NodeDatabase.open(Optional.of(file), InstantSource.system());
    }

    private static NodeId id(long number) {
        return new NodeId(ByteBuffer.allocate(64).putLong(56, number).array());
    }

    /** Says the last node and ban that are there; then writes, and says what is: the child. */
    public static void main(String[] args) throws Exception {
        NodeDatabase database = open(Path.of(args[0]));
        BanList list = new BanList(database, InstantSource.system());
        List<KnownNode> known = database.best(KnownNodes.MAX_NODES);
        long nodes = known.stream().mapToLong(node -> number(node.node().id())).max().orElse(0);
        long bans = lastBanned(list.all());
        say(nodes, bans);
        Semaphore ahead = new Semaphore(AHEAD);
        Thread.ofPlatform().daemon().start(() -> countRead(ahead));
        while (true) {
            ahead.acquire();
            nodes++;
            database.linked(new Enode(id(nodes), "192.0.2.7", 30_303, 30_303));
            database.failed(
                    new Enode(id(nodes - 1), "192.0.2.8", 30_303, 30_303), "connection refused");
            if (nodes % 3 == 0) {
                list.ban(new BanTarget.Node(id(nodes)), Optional.empty(), "test");
                bans = nodes;
            }
            database.flush();
            say(nodes, bans);
        }
    }

    private static long lastBanned(List<Ban> bans) {
        return bans.stream()
                .map(ban -> ((BanTarget.Node) ban.target()).id())
                .mapToLong(KilledNodeDatabaseTest::number)
                .max()
                .orElse(0);
    }

    private static void countRead(Semaphore ahead) {
        try {
            while (System.in.read() >= 0) {
                ahead.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(NodeId id) {
        return ByteBuffer.wrap(id.publicKey()).getLong(56);
    }

    private static void say(long nodes, long bans) {
        System.out.println(nodes + " " + bans);
        System.out.flush();
    }
}
