package dev.peerloom.core.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

class InformationTest {
    private final CodeWatch watch = CodeWatch.create();

    private Map<String, ?> ask(Callable<Map<String, ?>> question) {
        return Information.ask(watch, "chat", "chat/1: peerInfo()", question);
    }

    @Test
    void aTreeIsCopied() {
        List<Object> list = new ArrayList<>(List.of(1, 2.5, true, "text"));
        Map<String, Object> tree = new HashMap<>(Map.of("list", list, "map", Map.of("a", 1L)));
        Map<String, ?> copy = ask(() -> tree);
        list.clear();
        assertEquals(Map.of("list", List.of(1, 2.5, true, "text"), "map", Map.of("a", 1L)), copy);
        tree.clear();
        assertEquals(2, copy.size());
        assertThrows(UnsupportedOperationException.class, copy::clear);
        assertEquals(List.of(), watch.faults().of("chat"));
    }

    static Stream<Map<String, ?>> noTrees() {
        Map<String, Object> inItself = new HashMap<>();
        inItself.put("self", inItself);
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("a", null);
        Map<String, Object> withNullKey = new HashMap<>();
        withNullKey.put(null, 1);
        Iterable<Integer> infinite = () -> Stream.iterate(0, i -> i + 1).iterator();
        return Stream.of(
                inItself,
                Map.of("a", endless),
                withNull,
                withNullKey,
                Map.of("a", Arrays.asList(1, null)),
                Map.of("a", new Object()),
                Map.of("a", new byte[3]),
                Map.of("a", Double.NaN),
                Map.of("a", Map.of(1, 2)),
                Map.of("a", "x".repeat(Information.SIZE)),
                Map.of("a", infinite));
    }

    /** One such answer made the whole list of peers fail, with all other protocols' information. */
    @ParameterizedTest
    @MethodSource("noTrees")
    void whatIsNoTreeIsAFaultOfThePluginAndNotOfTheOneWhoAsks(Map<String, ?> answer) {
        Map<String, ?> told = ask(() -> answer);
        assertEquals(1, told.size());
        assertTrue(String.valueOf(told.get("error")).contains("the information "), told.toString());
        assertEquals(1, watch.faults().of("chat").size());
    }

    @Test
    void errorsAndNullAreFaultsToo() {
        assertTrue(ask(() -> null).toString().contains("returned null"));
        assertTrue(
                ask(() -> {
                            throw new StackOverflowError("deep");
                        })
                        .toString()
                        .contains("deep"));
        assertEquals(Map.of(), watch.threads().current());
    }
}
