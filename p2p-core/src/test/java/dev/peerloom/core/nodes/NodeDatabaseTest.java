package dev.peerloom.core.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.KnownNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is learnt about nodes, and that it outlasts the node. */
class NodeDatabaseTest {
    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-28T00:00:00Z");

    private static NodeId id(long number) {
        return new NodeId(ByteBuffer.allocate(64).putLong(56, number).array());
    }

    private static Enode node(long number) {
        return new Enode(id(number), "192.0.2.7", 30_303, 30_304);
    }

    private NodeDatabase open() throws ConfigurationException {
        return NodeDatabase.open(Optional.of(folder.resolve("nodes.db")), () -> now);
    }

    private NodeDatabase inMemory() throws ConfigurationException {
        return NodeDatabase.open(Optional.empty(), () -> now);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void whatWasLearntIsThereAfterARestart() throws Exception {
        try (NodeDatabase database = open()) {
            database.linked(node(1));
            pass(Duration.ofHours(1));
            database.left(id(1));
            pass(Duration.ofHours(1));
            database.failed(node(1), "connection refused");
            database.failed(node(2), "no connection within 15 s");
        }
        try (NodeDatabase database = open()) {
            KnownNode first = database.find(id(1)).orElseThrow();
            assertEquals(node(1), first.node());
            assertEquals(Optional.of(now.minus(Duration.ofHours(1))), first.lastSeen());
            assertEquals(Optional.of(now), first.lastFailure());
            assertEquals(Optional.of("connection refused"), first.failure());
            KnownNode second = database.find(id(2)).orElseThrow();
            assertEquals(Optional.empty(), second.lastSeen());
            assertTrue(first.score() > 0 && second.score() < 0);
            assertEquals(List.of(first, second), database.best(5));
            assertEquals(List.of(first), database.best(1));
        }
    }

    @Test
    void anAddressThatHasChangedReplacesTheOldOne() throws Exception {
        try (NodeDatabase database = inMemory()) {
            database.linked(node(1));
            Enode moved = new Enode(id(1), "192.0.2.99", 1, 1);
            database.failed(moved, "refused");
            assertEquals(moved, database.find(id(1)).orElseThrow().node());
            assertTrue(database.find(id(1)).orElseThrow().lastSeen().isPresent());
        }
    }

    @Test
    void scoresHaveLimits() throws Exception {
        try (NodeDatabase database = inMemory()) {
            for (int i = 0; i < 100; i++) {
                database.linked(node(1));
                database.failed(node(2), "refused");
            }
            assertEquals(KnownNodes.HIGHEST, database.find(id(1)).orElseThrow().score());
            assertEquals(KnownNodes.LOWEST, database.find(id(2)).orElseThrow().score());
        }
    }

    @Test
    void whatIsTooOldIsForgotten() throws Exception {
        try (NodeDatabase database = open()) {
            database.linked(node(1));
            database.failed(node(2), "refused");
        }
        pass(KnownNodes.NEVER_SEEN_EXPIRY);
        try (NodeDatabase database = open()) {
            assertTrue(database.find(id(2)).isPresent());
        }
        pass(Duration.ofSeconds(1));
        try (NodeDatabase database = open()) {
            assertTrue(database.find(id(1)).isPresent());
            assertFalse(database.find(id(2)).isPresent());
        }
        pass(KnownNodes.EXPIRY);
        try (NodeDatabase database = open()) {
            assertEquals(List.of(), database.best(10));
        }
    }

    @Test
    void thereAreNoMoreNodesThanAllowedAndTheBestAreKept() throws Exception {
        try (NodeDatabase database = open()) {
            database.linked(node(0));
            for (int i = 1; i <= KnownNodes.MAX_NODES + 10; i++) {
                database.failed(node(i), "refused");
            }
            List<KnownNode> all = database.best(Integer.MAX_VALUE);
            assertTrue(all.size() <= KnownNodes.MAX_NODES, () -> all.size() + " nodes");
            assertTrue(all.size() > KnownNodes.MAX_NODES / 2);
            assertEquals(node(0), all.getFirst().node());
        }
        try (NodeDatabase database = open()) {
            assertTrue(database.best(Integer.MAX_VALUE).size() <= KnownNodes.MAX_NODES);
            assertTrue(database.find(id(0)).isPresent());
        }
    }

    @Test
    void theFileDoesNotGrowWithTheNumberOfWrites() throws Exception {
        Path file = folder.resolve("nodes.db");
        try (NodeDatabase database = open()) {
            for (int i = 0; i < 1_000; i++) {
                database.linked(node(i));
            }
        }
        long once = Files.size(file);
        for (int restart = 0; restart < 5; restart++) {
            try (NodeDatabase database = open()) {
                for (int round = 0; round < 10; round++) {
                    for (int i = 0; i < 1_000; i++) {
                        database.linked(node(i));
                    }
                    database.flush();
                }
            }
        }
        assertTrue(Files.size(file) < 4 * once, () -> once + " bytes have grown");
    }

    @Test
    void aFileThatCannotBeReadIsPutAsideAndAnotherOneBegun() throws Exception {
        Path file =
                Files.writeString(folder.resolve("nodes.db"), "this is no database".repeat(999));
        try (NodeDatabase database = open()) {
            assertEquals(List.of(), database.best(10));
            database.linked(node(1));
        }
        assertTrue(Files.readString(folder.resolve("nodes.db.broken")).startsWith("this is no"));
        assertTrue(Files.size(file) > 0);
        try (NodeDatabase database = open()) {
            assertTrue(database.find(id(1)).isPresent());
        }
    }

    @Test
    void aFileThatAnotherNodeUsesIsAMistake() throws Exception {
        try (NodeDatabase database = open()) {
            database.linked(node(1));
            ConfigurationException mistake = assertThrows(ConfigurationException.class, this::open);
            assertTrue(mistake.getMessage().contains("nodes.db"), mistake::getMessage);
        }
    }

    @Test
    void anInterruptDisturbsNothing() throws Exception {
        try (NodeDatabase database = open()) {
            Thread.currentThread().interrupt();
            database.linked(node(1));
            database.flush();
            assertTrue(Thread.interrupted(), "it is not lost either");
            database.linked(node(2));
            Thread.currentThread().interrupt();
        }
        assertTrue(Thread.interrupted());
        try (NodeDatabase database = open()) {
            assertEquals(2, database.best(10).size());
        }
    }
}
