package dev.peerloom.cli.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.cli.rpc.Params;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@code admin_trace}, {@code admin_load} and {@code admin_peers} of two nodes that play ball. */
class TraceTopicTest {
    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Node> nodes = new ArrayList<>();

    /** Sends back what comes, for ever; who dialled begins. */
    private static final class Ball implements Protocol {
        @Override
        public String name() {
            return "ball";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 4;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            if (!peer.inbound()) {
                channel.write(3, new byte[] {(byte) 0xC1, 7});
            }
            while (true) {
                Message message = channel.read();
                channel.write(message.code(), message.payload());
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 2; i++) {
            nodes.add(
                    Node.start(
                            NodeConfig.builder(NodeKey.generate()).build(), List.of(new Ball())));
        }
        nodes.get(0).connect(nodes.get(1).enode());
        await().until(() -> nodes.get(0).peers().size() == 1);
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    private static Params params(Object... values) {
        List<JsonNode> trees = new ArrayList<>();
        for (Object value : values) {
            trees.add(JsonMapper.shared().valueToTree(value));
        }
        return new Params(trees);
    }

    private Object first(Params params) throws Exception {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        Runnable end = new TraceTopic(nodes.get(0)).start(params, seen::add);
        try {
            Object event = seen.poll(20, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing was traced");
            }
            return event;
        } finally {
            end.run();
        }
    }

    @Test
    void aMessageIsShownWithPeerProtocolCodeSizeAndBytes() throws Exception {
        String id = PeerShapes.id(nodes.get(1).enode().id());
        for (Object filter :
                List.of(
                        "",
                        "ball",
                        "ball/1",
                        id,
                        "0x" + id.substring(0, 9),
                        nodes.get(1).enode().id().toString(),
                        nodes.get(1).enode().toString())) {
            Map<?, ?> event = (Map<?, ?>) first(params(filter));
            assertEquals(id, event.get("peer"));
            assertEquals("ball/1", event.get("protocol"));
            assertEquals(3, event.get("code"));
            assertEquals(2, event.get("size"));
            assertEquals("0xc107", event.get("data"));
        }
        assertEquals("0xc1", ((Map<?, ?>) first(params("ball", 1))).get("data"));
    }

    @Test
    void otherPeersAndProtocolsAreNotShown() throws Exception {
        BlockingQueue<Object> none = new LinkedBlockingQueue<>();
        TraceTopic topic = new TraceTopic(nodes.get(0));
        List<Runnable> ends = new ArrayList<>();
        for (String filter : List.of("ball/2", "bal", "00".repeat(16))) {
            ends.add(topic.start(params(filter), none::add));
        }
        first(params(""));
        first(params(""));
        ends.forEach(Runnable::run);
        assertEquals(0, none.size());
    }

    @Test
    void whatNamesNothingIsRefused() {
        TraceTopic topic = new TraceTopic(nodes.get(0));
        for (Params wrong :
                List.of(
                        params("far too long for a name"),
                        params("enode://x@y"),
                        params("eth/x"),
                        params("\u001b[2J"))) {
            assertThrows(IllegalArgumentException.class, () -> topic.start(wrong, _ -> {}));
        }
    }

    @Test
    void theLoadTellsOfProtocolsAndPeers() throws Exception {
        await().until(() -> messages(load()) > 100);
        Map<String, Object> load = load();
        JsonNode tree = JsonMapper.shared().valueToTree(load);
        JsonNode protocol = tree.path("protocols").get(0);
        assertEquals("ball/1", protocol.path("protocol").asString());
        assertEquals(1, protocol.path("links").asInt());
        assertEquals("node", protocol.path("plugin").asString());
        JsonNode peer = tree.path("peers").get(0);
        assertEquals(PeerShapes.id(nodes.get(1).enode().id()), peer.path("id").asString());
        assertEquals(false, peer.path("inbound").asBoolean());
    }

    @Test
    void theLoadCountsWhatBeganAndWhatEnded() throws Exception {
        await().until(() -> !((List<?>) load().get("dials")).isEmpty());
        JsonNode before = JsonMapper.shared().valueToTree(load());
        assertEquals(STARTED.toString(), before.path("startedAt").asString());
        assertTrue(Instant.parse(before.path("at").asString()).isAfter(STARTED));
        assertEquals(
                "[{\"direction\":\"outbound\",\"phase\":\"running\",\"count\":1}]",
                before.path("sessions").toString());
        assertEquals(
                "[{\"direction\":\"outbound\",\"outcome\":\"done\",\"count\":1}]",
                before.path("handshakes").toString());
        assertEquals("[{\"outcome\":\"success\",\"count\":1}]", before.path("dials").toString());
        assertEquals("[]", before.path("disconnects").toString());

        nodes.get(0).removePeer(nodes.get(1).enode().id());
        await().until(() -> !((List<?>) load().get("disconnects")).isEmpty());
        JsonNode after = JsonMapper.shared().valueToTree(load());
        assertEquals(
                "[{\"direction\":\"outbound\",\"phase\":\"running\",\"closedBy\":\"us\","
                        + "\"reason\":\"requested\",\"count\":1}]",
                after.path("disconnects").toString());
    }

    @Test
    void handshakesThatFailedAreCountedByThePhaseTheyFailedIn() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(nodes.get(0).listenAddress());
            socket.getOutputStream().write(new byte[1000]);
            socket.shutdownOutput();
            await().until(() -> ((List<?>) load().get("handshakes")).size() == 2);
        }
        JsonNode load = JsonMapper.shared().valueToTree(load());
        assertEquals(
                "{\"direction\":\"inbound\",\"outcome\":\"auth\",\"count\":1}",
                load.path("handshakes").get(1).toString());
    }

    @Test
    void aPeerTellsWhichMessageCodesAreWhose() {
        JsonNode peer =
                JsonMapper.shared().valueToTree(PeerList.of(nodes.get(0), new PeerTexts())).get(0);
        assertEquals(
                "[{\"protocol\":\"ball/1\",\"offset\":16,\"length\":4}]",
                peer.path("codes").toString());
        assertTrue(Instant.parse(peer.path("connectedAt").asString()).isAfter(STARTED));
    }

    private Map<String, Object> load() {
        return LoadShapes.load(nodes.get(0), STARTED);
    }

    private static long messages(Map<String, Object> load) {
        JsonNode tree = JsonMapper.shared().valueToTree(load);
        return tree.path("peers").path(0).path("messagesReceived").asLong();
    }
}
