package dev.peerloom.plugin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

class BenchServiceTest {
    private final Set<String> metrics = new TreeSet<>();

    @Test
    void isTheServiceThatTheModuleProvides() {
        boolean provided =
                BenchService.class.getModule().getDescriptor().provides().stream()
                        .filter(p -> p.service().equals(NodeService.class.getName()))
                        .anyMatch(p -> p.providers().contains(BenchService.class.getName()));
        assertTrue(provided);
    }

    @Test
    void offersOneProtocolAndTwoMetrics() {
        assertEquals(1, new BenchService().start(node(Map.of())).size());
        assertEquals(Set.of("echoes_compared_total", "echoes_differing_total"), metrics);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000", "1000000"})
    void takesANumberOfEchoes(String value) {
        NodeContext node = node(Map.of("echo-on-connect", value));
        assertEquals(1, new BenchService().start(node).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1000001", "9999999999", "1.5"})
    void whatIsNoSuchNumberIsTheOperatorsMistake(String value) {
        NodeContext node = node(Map.of("echo-on-connect", value));
        IllegalArgumentException mistake =
                assertThrows(IllegalArgumentException.class, () -> new BenchService().start(node));
        assertTrue(mistake.getMessage().contains("echo-on-connect is"), mistake::getMessage);
    }

    /** A context with settings and metrics alone, which is all that bench may use. */
    private NodeContext node(Map<String, String> settings) {
        return (NodeContext)
                Proxy.newProxyInstance(
                        NodeContext.class.getClassLoader(),
                        new Class<?>[] {NodeContext.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "setting" -> parsed(settings, arguments);
                                    case "exposeMetric" -> {
                                        metrics.add((String) arguments[0]);
                                        yield null;
                                    }
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    @SuppressWarnings("unchecked") // the types of NodeContext.setting
    private static Object parsed(Map<String, String> settings, Object[] arguments) {
        String value = settings.get((String) arguments[0]);
        return value == null
                ? arguments[1]
                : ((Function<String, Object>) arguments[2]).apply(value);
    }
}
