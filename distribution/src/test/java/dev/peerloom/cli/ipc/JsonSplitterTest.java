package dev.peerloom.cli.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.cli.rpc.RpcException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class JsonSplitterTest {
    private static List<String> split(String stream, int... cuts) throws RpcException {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        JsonSplitter splitter = new JsonSplitter(1_000);
        List<String> values = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            take(splitter, ByteBuffer.wrap(bytes, from, cut - from), values);
            from = cut;
        }
        take(splitter, ByteBuffer.wrap(bytes, from, bytes.length - from), values);
        splitter.end().ifPresent(last -> values.add(text(last)));
        return values;
    }

    private static void take(JsonSplitter splitter, ByteBuffer in, List<String> values)
            throws RpcException {
        Optional<byte[]> value = splitter.next(in);
        while (value.isPresent()) {
            values.add(text(value.get()));
            value = splitter.next(in);
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void valuesAreToldApartWhateverIsBetweenThemAndWhereverTheStreamIsCut() throws RpcException {
        String stream =
                "{\"a\":\"}{\\\"\\\\\"}{}[[1],{\"b\":[]}] \n\t12 true\"x y\"{}\r\n[\"\u00e4]\"]7";
        List<String> expected =
                List.of(
                        "{\"a\":\"}{\\\"\\\\\"}",
                        "{}",
                        "[[1],{\"b\":[]}]",
                        "12",
                        "true",
                        "\"x y\"",
                        "{}",
                        "[\"\u00e4]\"]",
                        "7");
        assertEquals(expected, split(stream));
        int length = stream.getBytes(StandardCharsets.UTF_8).length;
        for (int first = 1; first < length; first++) {
            assertEquals(expected, split(stream, first), "cut at " + first);
            for (int second = first; second < length; second++) {
                assertEquals(expected, split(stream, first, second));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"}", "]", "}}", "{]", "{\"a", "nonsense", "\"", "\\", "{\"a\\"})
    void whatIsNoJsonEndsSomewhere(String stream) throws RpcException {
        assertEquals(stream, String.join("", split(stream)));
    }

    @Test
    void aValueLargerThanAllowedIsRefusedBeforeItsEnd() throws RpcException {
        assertEquals(1, split("[" + "1".repeat(998) + "]").size());
        assertThrows(RpcException.class, () -> split("[" + "1".repeat(999) + "]"));
        assertThrows(RpcException.class, () -> split("[".repeat(1_001)));
        assertThrows(RpcException.class, () -> split("1".repeat(1_001)));
    }
}
