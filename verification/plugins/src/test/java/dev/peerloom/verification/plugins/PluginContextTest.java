package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a plugin is handed when it starts. */
class PluginContextTest extends HostTest {
    private NodeContext base;
    private NodeContext user;

    @BeforeEach
    void startTwoPlugins() throws Exception {
        jar("base").writeTo(plugins.resolve("base.jar"));
        jar("my-user").dependsOn("base").writeTo(plugins.resolve("user.jar"));
        start();
        base = (NodeContext) node.call("base_context");
        user = (NodeContext) node.call("my-user_context");
    }

    private static PluginJar jar(String id) {
        String name = id.replace("-", "") + ".Main";
        return PluginJar.plugin(id)
                .source(
                        name,
                        Sources.service(name, "node.exposeMethod(\"context\", x -> node);", ""))
                .provides(dev.peerloom.api.NodeService.class, name);
    }

    @Test
    void theDataDirectoryIsMadeOnTheFirstCallAndPrivate() {
        assertFalse(Files.exists(temporary.resolve("data/base")));
        assertEquals(temporary.resolve("data/base"), base.dataDirectory());
        assertTrue(Files.isDirectory(temporary.resolve("data/base")));
        assertEquals(temporary.resolve("data/my-user"), user.dataDirectory());
    }

    @Test
    void servicesReachDependentsAndNobodyElse() {
        base.provide(CharSequence.class, "from base");
        user.provide(Integer.class, 5);

        assertEquals(Optional.of("from base"), user.service(CharSequence.class));
        assertEquals(Optional.empty(), user.service(String.class));
        assertEquals(Optional.empty(), base.service(Integer.class));
        assertEquals(Optional.empty(), user.service(Integer.class));
    }

    @Test
    void aTypeIsProvidedOnce() {
        base.provide(String.class, "one");

        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> base.provide(String.class, "two"));

        assertEquals("the plugin base already provides a java.lang.String", thrown.getMessage());
        assertEquals(Optional.of("one"), user.service(String.class));
    }

    @Test
    void methodsAndMetricsCarryThePluginsId() {
        base.exposeMethod("echo", params -> params);
        user.exposeMetric("echoes_total", () -> 7);

        assertEquals(List.of(1), node.call("base_echo", 1));
        assertEquals(7, node.metrics.get("peerloom_my-user_echoes_total").getAsDouble());
        assertEquals(Set.of("peerloom_my-user_echoes_total"), node.metrics.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a-b", "a.b", "ä", "a\n"})
    void namesThatNoMonitorUnderstandsAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> base.exposeMethod(name, p -> p));
        assertThrows(IllegalArgumentException.class, () -> base.exposeMetric(name, () -> 1));
    }

    @Test
    void connectAsksTheNode() {
        base.connect(FakeNode.ENODE);

        assertEquals(List.of(FakeNode.ENODE), node.dialled);
    }

    @Test
    void signTakes32BytesAndLeavesThemAlone() {
        byte[] hash = new byte[32];

        assertEquals(65, base.sign(hash).length);
        assertArrayEquals(new byte[32], hash);
        assertThrows(IllegalArgumentException.class, () -> base.sign(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> base.sign(new byte[33]));
        assertEquals(64, base.agree(FakeNode.ENODE.id()).length);
    }

    @Test
    void sourcesAndListenersReachTheNodeUntilThePluginStops() {
        base.addNodeSource(() -> null);
        base.onPeerEvent(PeerEvent.Connected.class, event -> {});
        base.exposeMetric("m", () -> 1);
        assertEquals(1, node.sources.size());
        assertEquals(1, node.listeners.size());

        host.close();

        assertTrue(node.sources.isEmpty() && node.listeners.isEmpty());
        assertTrue(node.metrics.isEmpty() && node.methods.isEmpty());
    }

    @Test
    void aSettingThatIsNotThereIsItsFallback() {
        assertEquals(7, base.setting("n", 7, Integer::parseInt));
    }

    @Test
    void settingsAreFixedAtStart() throws Exception {
        node.settings.put("base", Map.of("n", "9"));

        assertEquals(7, base.setting("n", 7, Integer::parseInt));
    }

    @Test
    void nullsAreRefused() {
        assertThrows(NullPointerException.class, () -> base.connect(null));
        assertThrows(NullPointerException.class, () -> base.sign(null));
        assertThrows(NullPointerException.class, () -> base.agree(null));
        assertThrows(NullPointerException.class, () -> base.service(null));
        assertThrows(NullPointerException.class, () -> base.provide(String.class, null));
        assertThrows(NullPointerException.class, () -> base.provide(null, "x"));
        assertThrows(NullPointerException.class, () -> base.setting(null, "x", s -> s));
        assertThrows(NullPointerException.class, () -> base.setting("x", null, s -> s));
        assertThrows(NullPointerException.class, () -> base.setting("x", "x", null));
        assertThrows(NullPointerException.class, () -> base.addNodeSource(null));
        assertThrows(NullPointerException.class, () -> base.exposeMethod(null, p -> p));
        assertThrows(NullPointerException.class, () -> base.exposeMethod("x", null));
        assertThrows(NullPointerException.class, () -> base.exposeMetric("x", null));
        assertThrows(NullPointerException.class, () -> base.onPeerEvent(null, e -> {}));
    }
}
