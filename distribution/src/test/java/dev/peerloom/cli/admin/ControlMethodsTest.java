package dev.peerloom.cli.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.cli.rpc.Caller;
import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.Params;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The methods that steer whom a node connects to, as they answer. */
class ControlMethodsTest {
    private final Map<String, Method> methods = new HashMap<>();
    private Node node;
    private Enode nobody;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(NodeConfig.builder(NodeKey.generate()).build());
        new ControlMethods(node).addTo(methods);
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = unused.getLocalPort();
            nobody = new Enode(NodeKey.generate().id(), "127.0.0.1", port, port);
        }
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Object call(String method, Object... params) throws Exception {
        List<JsonNode> trees = new ArrayList<>();
        for (Object param : params) {
            trees.add(JsonMapper.shared().valueToTree(param));
        }
        Caller caller = null; // none of them asks who calls
        return methods.get(method).code().call(new Params(trees), caller);
    }

    @SuppressWarnings("unchecked") // the shapes are maps
    private Map<String, Object> map(String method, Object... params) throws Exception {
        return (Map<String, Object>) call(method, params);
    }

    @Test
    void addPeerAnswersTrueAndDialStatusSaysWhatBecameOfIt() throws Exception {
        assertNull(call("admin_dialStatus", nobody.toString()));
        assertEquals(true, call("admin_addPeer", nobody.toString()));
        await().until(() -> map("admin_dialStatus", nobody.toString()).containsKey("lastFailure"));
        Map<String, Object> dial = map("admin_dialStatus", nobody.id().toString());
        assertEquals(nobody.toString(), dial.get("enode"));
        assertEquals(true, dial.get("static"));
        assertEquals("connection refused: nothing listens on that port", dial.get("lastFailure"));
        assertEquals(1, ((List<?>) call("admin_dialStatus")).size());
        assertEquals(1, ((List<?>) call("admin_knownNodes")).size());
        assertEquals(true, call("admin_removePeer", nobody.toString()));
        assertEquals(false, map("admin_dialStatus", nobody.toString()).get("static"));
        assertEquals(true, call("admin_removePeer", nobody.toString()), "as go-ethereum answers");
    }

    @Test
    void trustedPeersAreAddedAndRemoved() throws Exception {
        assertEquals(true, call("admin_addTrustedPeer", nobody.toString()));
        assertEquals(true, call("admin_removeTrustedPeer", nobody.toString()));
    }

    @Test
    void whatIsNoEnodeIsRefusedInTheWordsOfGoEthereum() {
        for (String method :
                List.of(
                        "admin_addPeer",
                        "admin_removePeer",
                        "admin_addTrustedPeer",
                        "admin_removeTrustedPeer",
                        "admin_dialStatus")) {
            RpcException wrong = assertThrows(RpcException.class, () -> call(method, "enode://x"));
            assertEquals(RpcException.FAILED, wrong.code());
            assertTrue(wrong.text().startsWith("invalid enode: "), wrong::text);
        }
        assertThrows(RpcException.class, () -> call("admin_addPeer"));
    }

    @Test
    void bansAreMadeListedAndTakenBack() throws Exception {
        assertEquals(List.of(), call("admin_bans"));
        Map<String, Object> ban = map("admin_banPeer", "203.0.113.9/24", 3600, "floods us");
        assertEquals("203.0.113.0/24", ban.get("target"));
        assertEquals("floods us", ban.get("reason"));
        assertTrue(ban.containsKey("until"));
        assertTrue(!map("admin_banPeer", nobody.toString()).containsKey("until"));
        assertEquals(2, ((List<?>) call("admin_bans")).size());
        assertEquals(true, call("admin_unbanPeer", "203.0.113.0/24"));
        assertEquals(false, call("admin_unbanPeer", "203.0.113.0/24"));
        assertThrows(IllegalArgumentException.class, () -> call("admin_banPeer", "example.org"));
    }
}
