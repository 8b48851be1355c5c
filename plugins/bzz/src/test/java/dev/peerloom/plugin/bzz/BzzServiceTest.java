package dev.peerloom.plugin.bzz;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DialCandidate;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.plugin.bzz.wire.Handshake;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class BzzServiceTest {
    @TempDir Path directory;

    private static Handshake handshakeOf(List<Protocol> protocols) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.against(protocols.getFirst())) {
            return Handshake.decode(peer.expect(Handshake.CODE));
        }
    }

    @Test
    void withoutSettingsItIsAFullNodeOfSwarmsNetworkAtItsKeysAddress() throws Exception {
        try (FakeNodeContext node = FakeNodeContext.create()) {
            Handshake ours = handshakeOf(node.start(new BzzService()));
            assertEquals(3, ours.networkId());
            assertEquals(Overlay.ofKey(node.enode().id()), ours.address().overlay());
            assertEquals(node.enode().toString(), ours.address().underlay());
            assertEquals(false, ours.lightNode());
            node.stop();
        }
    }

    @Test
    void takesWhatTheOperatorSets() throws Exception {
        try (FakeNodeContext node =
                FakeNodeContext.builder()
                        .setting("network-id", "18446744073709551615")
                        .setting("overlay", "ab".repeat(32))
                        .setting("light-node", "true")
                        .setting("neighbourhood-size", "3")
                        .setting("min-bin-size", "4")
                        .build()) {
            Handshake ours = handshakeOf(node.start(new BzzService()));
            assertEquals(-1, ours.networkId());
            assertEquals(Overlay.parse("ab".repeat(32)), ours.address().overlay());
            assertEquals(true, ours.lightNode());
            assertTrue(
                    node.registered()
                            .call("hive")
                            .toString()
                            .contains("NeighbourhoodSize: 3, MinBinSize: 4, MaxBinSize: 4"));
            assertEquals(Set.of(), node.unusedSettings());
            node.stop();
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() throws Exception {
        for (List<String> bad :
                List.of(
                        List.of("network-id", "main"),
                        List.of("overlay", "0x12"),
                        List.of("light-node", "yes"),
                        List.of("min-bin-size", "0"),
                        List.of("neighbourhood-size", "two"))) {
            try (FakeNodeContext node =
                    FakeNodeContext.builder().setting(bad.get(0), bad.get(1)).build()) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> node.start(new BzzService()),
                        bad::toString);
            }
        }
    }

    @Test
    void printsItsTableOnRequest() throws Exception {
        try (FakeNodeContext node = FakeNodeContext.create()) {
            node.start(new BzzService());
            String table = node.registered().call("hive").toString();
            assertTrue(table.contains("KΛÐΞMLIΛ hive: queen's address: "), table);
            assertTrue(
                    table.contains("population: 0 (0), NeighbourhoodSize: 2, MinBinSize: 2"),
                    table);
            assertThrows(
                    IllegalArgumentException.class, () -> node.registered().call("hive", "more"));
            node.stop();
        }
    }

    private FakeNodeContext node() {
        return FakeNodeContext.builder()
                .setting("overlay", Swarm.BASE.toString())
                .dataDirectory(directory)
                .build();
    }

    private Set<Enode> candidates(FakeNodeContext node, int count) throws Exception {
        NodeSource source = node.registered().nodeSources().getFirst();
        Set<Enode> enodes = new HashSet<>();
        for (int i = 0; i < count; i++) {
            DialCandidate candidate = source.next();
            assertEquals(Map.of(), candidate.attributes());
            enodes.add(candidate.node());
        }
        return enodes;
    }

    @Test
    void whoWasKnownIsCalledAfterARestart() throws Exception {
        SwarmNode told = Swarm.node(Swarm.at(5, 1));
        SwarmNode connected;
        try (FakeNodeContext node = node()) {
            List<Protocol> protocols = node.start(new BzzService());
            try (SwarmPeer peer = SwarmPeer.join(protocols, Swarm.at(2, 1))) {
                peer.expectSubscription(0);
                connected = peer.node();
                peer.tell(told);
                await().until(() -> node.registered().metric("known_nodes") == 2);
            }
            node.stop();
        }
        try (FakeNodeContext node = node()) {
            node.start(new BzzService());
            assertEquals(2, node.registered().metric("known_nodes"));
            assertEquals(Set.of(told.enode(), connected.enode()), candidates(node, 2));
            assertEquals(2, node.registered().metric("suggestions_total"));
            node.stop();
        }
    }

    /** Without a stop: what counts is on the disk soon after it happened. */
    @Test
    void whoWasKnownIsKeptWithoutAStop() throws Exception {
        SwarmNode told = Swarm.node(Swarm.at(5, 1));
        try (FakeNodeContext node = node()) {
            List<Protocol> protocols = node.start(new BzzService());
            try (SwarmPeer peer = SwarmPeer.join(protocols, Swarm.at(2, 1))) {
                peer.expectSubscription(0);
                peer.tell(told);
                Path file = directory.resolve("peers");
                await().until(
                                () ->
                                        Files.exists(file)
                                                && Files.readString(file)
                                                        .contains(told.enode().toString()));
            }
            node.stop();
        }
    }

    @Test
    void anotherNodesAddressInTheFileIsNotOurselves() throws Exception {
        SwarmNode self = Swarm.node(Swarm.BASE);
        Files.writeString(
                directory.resolve("peers"),
                "peerloom bzz peers 1\n"
                        + self.overlay().toString().substring(2)
                        + " "
                        + self.enode()
                        + "\n");
        try (FakeNodeContext node = node()) {
            node.start(new BzzService());
            assertEquals(0, node.registered().metric("known_nodes"));
            node.stop();
        }
    }

    @Test
    void aCandidateIsWaitedForUntilSomebodyTellsOfOne() throws Exception {
        try (FakeNodeContext node = node()) {
            List<Protocol> protocols = node.start(new BzzService());
            CompletableFuture<Set<Enode>> waiting =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return candidates(node, 1);
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            try (SwarmPeer peer = SwarmPeer.join(protocols, Swarm.at(2, 1))) {
                SwarmNode told = Swarm.node(Swarm.at(5, 1));
                peer.tell(told);
                assertEquals(Set.of(told.enode()), waiting.get(10, TimeUnit.SECONDS));
            }
            node.stop();
        }
    }

    @Test
    void aSourceEndsWhenItIsInterrupted() throws Exception {
        try (FakeNodeContext node = node()) {
            node.start(new BzzService());
            NodeSource source = node.registered().nodeSources().getFirst();
            CompletableFuture<Boolean> ended = new CompletableFuture<>();
            Thread puller =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            source.next();
                                            ended.complete(false);
                                        } catch (InterruptedException e) {
                                            ended.complete(true);
                                        }
                                    });
            puller.interrupt();
            assertTrue(ended.get(10, TimeUnit.SECONDS));
            node.stop();
        }
    }
}
