package dev.peerloom.cli.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.cli.rpc.Json;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PeerStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code admin_peers} in the shape of go-ethereum's {@code PeerInfo}. */
class PeerListTest {
    private final List<Node> nodes = new ArrayList<>();
    private final Json json = new Json(Limits.DEFAULT);

    /** Reads until the link closes. */
    private record Idle(String name, Map<String, ?> told) implements Protocol {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            while (true) {
                Message ignored = channel.read();
                assertEquals(0, ignored.code());
            }
        }

        @Override
        public Map<String, ?> peerInfo(Peer peer) {
            return told;
        }
    }

    private Node start() throws Exception {
        Node node =
                Node.start(
                        NodeConfig.builder(NodeKey.generate()).build(),
                        List.of(
                                new Idle("mute", Map.of()),
                                new Idle("talker", Map.of("head", Map.of("number", 7)))));
        nodes.add(node);
        return node;
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    @Test
    void aPeerIsShownAsGoEthereumShowsIt() throws Exception {
        Node node = start();
        node.addPeer(start().enode());
        await().until(() -> node.peers().size() == 1);
        PeerStatus status = node.peers().getFirst();
        String id = status.peer().id().toString();
        String remote = PeerShapes.text(status.peer().remoteAddress());
        String expected =
                """
                [{"enode":"enode://%s@%s","id":"%s","name":"%s","caps":["mute/1","talker/1"],\
                "network":{"localAddress":"%s","remoteAddress":"%s","inbound":false,\
                "trusted":false,"static":true},\
                "protocols":{"mute":"unknown","talker":{"head":{"number":7}}},\
                "connectedAt":"%s","codes":[{"protocol":"mute/1","offset":16,"length":1},\
                {"protocol":"talker/1","offset":17,"length":1}]}]"""
                        .formatted(
                                id,
                                remote,
                                PeerShapes.id(status.peer().id()),
                                status.peer().clientName(),
                                PeerShapes.text(status.localAddress()),
                                remote,
                                status.connectedAt());
        assertEquals(
                json.read(expected.getBytes(StandardCharsets.UTF_8)),
                json.read(json.write(PeerList.of(node, new PeerTexts()))));
    }

    @Test
    void peersAreInTheOrderOfTheirIds() throws Exception {
        Node node = start();
        for (int i = 0; i < 5; i++) {
            start().connect(node.enode());
        }
        await().until(() -> node.peers().size() == 5);
        List<String> ids = new ArrayList<>();
        for (JsonNode peer : json.read(json.write(PeerList.of(node, new PeerTexts())))) {
            ids.add(peer.path("id").stringValue());
        }
        assertEquals(
                node.peers().stream()
                        .map(peer -> PeerShapes.id(peer.peer().id()))
                        .sorted()
                        .toList(),
                ids);
    }
}
