package dev.peerloom.cli.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of two nodes that exchange messages, and what is written about them. */
class MetricsTextTest {
    private static final Pattern LINE =
            Pattern.compile(
                    "# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*"
                            + "|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-z_]+=\"[^\"\\n]*\",?)*})? [-+0-9.eEInfNa]+");
    private static final Pattern USED = Pattern.compile("\\b(peerloom|jvm|process)_[a-z0-9_]+");

    private final List<Node> nodes = new ArrayList<>();

    /** Sends one message and waits for the end. */
    private static final class Greeting implements Protocol {
        @Override
        public String name() {
            return "greet";
        }

        @Override
        public int version() {
            return 2;
        }

        @Override
        public int length() {
            return 20;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            channel.write(17, new byte[33]);
            channel.read();
            channel.read();
        }
    }

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 2; i++) {
            NodeConfig config = NodeConfig.builder(NodeKey.generate()).build();
            nodes.add(Node.start(config, List.of(new Greeting())));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    private static String text(Node node) {
        return new String(new MetricsText(node).write(), StandardCharsets.UTF_8);
    }

    @Test
    void peersAndMessagesAreInTheText() {
        nodes.get(0).connect(nodes.get(1).enode());
        String received =
                "peerloom_p2p_ingress_messages_total{code=\"0x11\",protocol=\"greet\",version=\"2\"} 1.0";
        await().until(() -> text(nodes.get(0)).contains(received));
        String text = text(nodes.get(0));
        for (String line :
                List.of(
                        "peerloom_info{version=\"" + Node.version() + "\"} 1.0",
                        "peerloom_p2p_peers{direction=\"outbound\"} 1.0",
                        "peerloom_p2p_peers{direction=\"inbound\"} 0.0",
                        "peerloom_p2p_sessions{direction=\"outbound\",phase=\"running\"} 1.0",
                        "peerloom_p2p_dials_total{outcome=\"success\"} 1.0",
                        "peerloom_p2p_ingress_payload_bytes_total{code=\"0x11\",protocol=\"greet\",version=\"2\"} 33.0",
                        "peerloom_p2p_egress_messages_total{code=\"0x11\",protocol=\"greet\",version=\"2\"} 1.0",
                        "peerloom_p2p_protocol_peers{plugin=\"node\",protocol=\"greet\",version=\"2\"} 1.0",
                        "# TYPE peerloom_p2p_dials_total counter",
                        "# TYPE peerloom_p2p_peers gauge")) {
            assertTrue(text.contains(line + "\n"), () -> line + " is not in\n" + text);
        }
        assertTrue(text(nodes.get(1)).contains("peerloom_p2p_peers{direction=\"inbound\"} 1.0\n"));
    }

    @Test
    void theJvmIsInTheText() {
        String text = text(nodes.get(0));
        assertTrue(text.contains("jvm_memory_used_bytes{area=\"heap\"}"), text);
        assertTrue(text.contains("jvm_threads_current"), text);
        assertTrue(text.contains("process_cpu_seconds_total"), text);
    }

    @Test
    void everyLineIsOneOfTheFormat() {
        for (String line : text(nodes.get(0)).split("\n", -1)) {
            assertTrue(line.isEmpty() || LINE.matcher(line).matches(), line);
        }
    }

    @Test
    void namesOfPluginsAreMadeLegal() {
        assertEquals(
                "peerloom_my_plugin_x_total", MetricsText.legalName("peerloom_my-plugin_x_total"));
        assertEquals("peerloom_a_b_1", MetricsText.legalName("peerloom_a.b_1"));
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        new MetricsText(nodes.get(0))
                .snapshots()
                .forEach(
                        snapshot -> {
                            String name = snapshot.getMetadata().getPrometheusName();
                            names.add(name);
                            names.add(name + "_total");
                            names.add(name + "_sum");
                        });
        return names;
    }

    @Test
    void theDashboardShowsMetricsThatExist() throws Exception {
        JsonNode dashboard =
                JsonMapper.shared()
                        .readTree(
                                Files.readString(
                                        Path.of(
                                                "src/main/dist/monitoring/grafana-dashboard.json")));
        List<JsonNode> queries = dashboard.findValues("expr");
        assertTrue(queries.size() >= 15, () -> queries.size() + " queries");
        Set<String> unknown = new TreeSet<>();
        for (JsonNode query : queries) {
            Matcher used = USED.matcher(query.asString());
            assertTrue(used.find(), query::asString);
            do {
                unknown.add(used.group());
            } while (used.find());
        }
        unknown.removeAll(names());
        assertEquals(Set.of(), unknown);
    }

    /** The page has a line for each metric of a node, and no other. */
    @Test
    void thePageNamesEachMetricOfANode() throws Exception {
        Set<String> written = new TreeSet<>();
        Matcher line =
                Pattern.compile("(?m)^\\| `(peerloom_[a-z0-9_]+)`")
                        .matcher(Files.readString(Path.of("../docs/metrics.md")));
        while (line.find()) {
            written.add(line.group(1));
        }
        Set<String> real = new TreeSet<>();
        for (Family family :
                NodeFamilies.of(
                        Node.version(), nodes.get(0).statistics(), nodes.get(0).plugins())) {
            real.add(family.name());
        }
        assertEquals(real, written);
    }
}
