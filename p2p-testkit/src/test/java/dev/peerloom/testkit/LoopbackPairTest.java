package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(120)
class LoopbackPairTest {
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

    private Protocol saying(int word) {
        return new Lambda(
                (peer, channel) -> {
                    peers.add(peer);
                    channel.write(0, new byte[] {(byte) word});
                    heard.add((int) channel.read().payload()[0]);
                    channel.read();
                });
    }

    @Test
    void connectsTwoNodesThatRunTheProtocolAlone() throws Exception {
        try (LoopbackPair pair = LoopbackPair.of(saying(1), saying(2))) {
            assertThrows(IllegalStateException.class, pair::peerOfFirst);
            pair.connect();
            assertEquals(3, heard.poll(30, TimeUnit.SECONDS) + heard.poll(30, TimeUnit.SECONDS));
            assertEquals(pair.second().enode().id(), pair.peerOfFirst().id());
            assertFalse(pair.peerOfFirst().inbound());
            assertTrue(pair.peerOfSecond().inbound());
            assertTrue(peers.contains(pair.peerOfFirst()));
            assertEquals(1, pair.first().peers().getFirst().protocols().size());
            assertSame(pair.peerOfSecond(), pair.second().peers().getFirst().peer());
        }
    }

    @Test
    void disconnectsAndConnectsAgain() throws Exception {
        try (LoopbackPair pair = LoopbackPair.of(() -> saying(1))) {
            pair.connect();
            pair.disconnect(DisconnectReason.TOO_MANY_PEERS);
            assertEquals(
                    new LinkEnd(DisconnectReason.TOO_MANY_PEERS, "the test asked for it", false),
                    pair.awaitEndAtFirst());
            LinkEnd end = pair.awaitEndAtSecond();
            assertEquals(DisconnectReason.TOO_MANY_PEERS, end.reason());
            assertTrue(end.byRemote());
            Peer before = pair.peerOfFirst();
            pair.connect();
            assertEquals(before.id(), pair.peerOfFirst().id());
            assertNotSame(before, pair.peerOfFirst());
        }
    }

    @Test
    void tellsHowAProtocolEndedTheLink() throws Exception {
        Lambda refusing =
                new Lambda(
                        (peer, channel) -> {
                            channel.read();
                            throw new DisconnectException(DisconnectReason.USELESS_PEER, "no use");
                        });
        try (LoopbackPair pair = LoopbackPair.of(saying(1), refusing).connect()) {
            assertEquals(DisconnectReason.USELESS_PEER, pair.awaitEndAtFirst().reason());
            assertTrue(pair.awaitEndAtSecond().detail().contains("no use"));
        }
    }

    @Test
    void loadsPluginsWithTheirSettings(@TempDir Path folder) throws Exception {
        Path jar = countingPlugin(folder);
        try (LoopbackPair pair =
                LoopbackPair.builder()
                        .plugins(jar)
                        .setting("count", "from", "5")
                        .secondSetting("count", "from", "7")
                        .start()) {
            assertEquals(5, pair.first().call("count_from", List.of()));
            assertEquals(7, pair.second().call("count_from", List.of()));
            pair.connect();
            assertEquals("[count/1]", pair.peerOfFirst().capabilities().toString());
        }
    }

    @Test
    void saysWhyAPluginDoesNotStart(@TempDir Path folder) throws Exception {
        Path jar = countingPlugin(folder);
        LoopbackPair.Builder builder =
                LoopbackPair.builder().plugins(jar).setting("count", "from", "much");
        AssertionError error = assertThrows(AssertionError.class, builder::start);
        assertTrue(error.getMessage().contains("much"), error.getMessage());
    }

    private static Path countingPlugin(Path folder) throws Exception {
        return PluginJar.plugin("count")
                .module("com.example.count")
                .source(
                        "com.example.count.Count",
                        """
                        package com.example.count;
                        import dev.peerloom.api.*;
                        import java.util.List;
                        public final class Count implements NodeService, Protocol {
                            public List<Protocol> start(NodeContext node) {
                                int from = node.setting("from", 0, Integer::parseInt);
                                node.exposeMethod("from", params -> from);
                                return List.of(this);
                            }
                            public String name() { return "count"; }
                            public int version() { return 1; }
                            public int length() { return 1; }
                            public void run(Peer peer, MessageChannel channel) throws Exception {
                                while (true) channel.read();
                            }
                        }
                        """)
                .provides(NodeService.class, "com.example.count.Count")
                .writeTo(folder.resolve("count.jar"));
    }
}
