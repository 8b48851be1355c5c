package dev.peerloom.cli.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

class DispatcherTest {
    private static final Limits LIMITS = Limits.DEFAULT.withSizes(10_000, 3_000);

    private final List<String> ran = new ArrayList<>();
    private final Dispatcher dispatcher =
            new Dispatcher(
                    new Methods(methods(), Map.of(), _ -> Optional.empty(), List::of),
                    (_, code, _) -> code.call(),
                    LIMITS);

    private Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("t_echo", Method.of((params, _) -> params.plain()));
        methods.put(
                "t_note",
                Method.of(
                        (params, _) -> {
                            ran.add(params.string(0, "a name"));
                            return true;
                        }));
        methods.put("t_null", Method.of((_, _) -> null));
        methods.put(
                "t_wrong",
                Method.of(
                        (_, _) -> {
                            throw new IllegalArgumentException("not like this");
                        }));
        methods.put(
                "t_fail",
                Method.of(
                        (_, _) -> {
                            throw new java.io.IOException("disk\nfull");
                        }));
        methods.put(
                "t_silent",
                Method.of(
                        (_, _) -> {
                            throw new IllegalStateException();
                        }));
        methods.put("t_object", Method.of((_, _) -> Map.of("a", new Object())));
        methods.put("t_keys", Method.of((_, _) -> Map.of(1, 2)));
        methods.put("t_nan", Method.of((_, _) -> List.of(Double.NaN)));
        methods.put("t_large", Method.of((_, _) -> "x".repeat(2_000)));
        methods.put("t_larger", Method.of((_, _) -> "x".repeat(4_000)));
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        methods.put("t_loop", Method.of((_, _) -> loop));
        return methods;
    }

    private Optional<byte[]> answer(String request) {
        return dispatcher.answer(
                request.getBytes(StandardCharsets.UTF_8),
                new Caller(Transport.IPC, Optional.empty()));
    }

    private JsonNode ask(String request) {
        return ask(dispatcher, request);
    }

    private static String call(String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}".formatted(method);
    }

    /** The examples of the specification, and what else can be wrong with a request. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz] | -32700",
                "nothing | -32700",
                "`` | -32700",
                "{} {} | -32700",
                "{\"a\":1,\"a\":2} | -32700",
                "[1,] | -32700",
                "'a' | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":01,\"method\":\"t_echo\"} | -32700",
                "{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"} | -32600",
                "[] | -32600",
                "1 | -32600",
                "null | -32600",
                "\"t_echo\" | -32600",
                "{} | -32600",
                "{\"id\":1,\"method\":\"t_echo\"} | -32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"t_echo\"} | -32600",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"t_echo\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"t_echo\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"t_echo\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"t_echo\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_none\"} | -32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"} | -32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_subscribe\",\"params\":[\"x\"]} | -32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_echo\",\"params\":{}} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_echo\",\"params\":\"x\"} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_note\"} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_note\",\"params\":[null]} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_note\",\"params\":[7]} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_wrong\"} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_fail\"} | -32000",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_silent\"} | -32000",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_object\"} | -32000",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_keys\"} | -32000",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_nan\"} | -32000",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_loop\"} | -32000",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_larger\"} | -32003",
            })
    void whatIsWrongHasItsCode(String request, int code) {
        assertEquals(code, ask(request).get("error").get("code").intValue());
    }

    @ParameterizedTest
    @CsvSource({"1", "-7", "1.50", "1E400", "12345678901234567890", "\"a\"", "\"\\ud800\"", "null"})
    void anIdGoesBackAsItCame(String id) {
        JsonNode answer =
                ask("{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"t_null\"}".formatted(id));
        assertTrue(answer.get("result").isNull());
        String text =
                new String(
                        answer(
                                        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"t_null\"}"
                                                .formatted(id))
                                .orElseThrow(),
                        StandardCharsets.UTF_8);
        assertTrue(
                text.toLowerCase(java.util.Locale.ROOT)
                        .replace("+", "")
                        .contains("\"id\":" + id.toLowerCase(java.util.Locale.ROOT) + ","),
                text);
    }

    @Test
    void parametersAreTrees() {
        JsonNode answer =
                ask(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_echo\",\"params\":"
                                + "[1,2.5,\"\\u00fc\",true,null,[1],{\"a\":{\"b\":[]}}]}");
        assertEquals(
                "[1,2.5,\"\u00fc\",true,null,[1],{\"a\":{\"b\":[]}}]",
                answer.get("result").toString());
    }

    @Test
    void aNotificationIsRunAndNotAnswered() {
        assertTrue(
                answer("{\"jsonrpc\":\"2.0\",\"method\":\"t_note\",\"params\":[\"a\"]}").isEmpty());
        assertTrue(answer("{\"jsonrpc\":\"2.0\",\"method\":\"t_none\"}").isEmpty());
        assertTrue(answer("{\"jsonrpc\":\"2.0\",\"method\":\"t_fail\"}").isEmpty());
        assertTrue(
                answer(
                                "[{\"jsonrpc\":\"2.0\",\"method\":\"t_note\",\"params\":[\"b\"]},"
                                        + "{\"jsonrpc\":\"2.0\",\"method\":\"t_none\"}]")
                        .isEmpty());
        assertEquals(List.of("a", "b"), ran);
    }

    @Test
    void theAnswersOfABatchComeInItsOrderWithoutThoseOfNotifications() {
        JsonNode answer =
                ask(
                        "[1, {\"jsonrpc\":\"2.0\",\"method\":\"t_note\",\"params\":[\"a\"]}, "
                                + call("t_null")
                                + ", {\"foo\": \"boo\"}, "
                                + call("t_none")
                                + "]");
        List<String> codes =
                answer.values().stream()
                        .map(one -> one.has("error") ? one.get("error").get("code").toString() : "")
                        .toList();
        assertEquals(List.of("-32600", "", "-32600", "-32601"), codes);
    }

    @Test
    void aBatchOfTooManyIsRefusedWhole() {
        String batch = ("," + call("t_null")).repeat(LIMITS.batch() + 1).substring(1);
        assertEquals(-32600, ask("[" + batch + "]").get("error").get("code").intValue());
    }

    @Test
    void whenTheAnswersOfABatchAreTooLargeTheRestIsNotRun() {
        String note = ",{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"t_note\",\"params\":[\"late\"]}";
        JsonNode answer = ask("[" + call("t_large") + "," + call("t_large") + note + "]");
        assertEquals(3, answer.size());
        assertTrue(answer.get(0).has("result"));
        assertEquals(-32003, answer.get(1).get("error").get("code").intValue());
        assertEquals(-32003, answer.get(2).get("error").get("code").intValue());
        assertEquals(List.of(), ran);
    }

    @Test
    void nestingAndSizeAndNamesHaveLimits() {
        String deep = "[".repeat(LIMITS.depth() + 1) + "]".repeat(LIMITS.depth() + 1);
        assertEquals(-32700, ask(deep).get("error").get("code").intValue());
        String long_ = "\"" + "x".repeat(LIMITS.body()) + "\"";
        assertEquals(-32600, ask(long_).get("error").get("code").intValue());
        assertEquals(-32600, ask(call("x".repeat(2_049))).get("error").get("code").intValue());
        byte[] latin = "{\"\u00e4\":1}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = call("t_null").getBytes(StandardCharsets.UTF_16);
        for (byte[] request : List.of(latin, wide)) {
            byte[] answer =
                    dispatcher
                            .answer(request, new Caller(Transport.IPC, Optional.empty()))
                            .orElseThrow();
            assertEquals(-32700, Answers.legal(answer).get("error").get("code").intValue());
        }
    }

    @Test
    void anErrorSaysWhatWentWrong() {
        assertEquals("disk\nfull", ask(call("t_fail")).get("error").get("message").stringValue());
        assertEquals(
                "IllegalStateException",
                ask(call("t_silent")).get("error").get("message").stringValue());
        assertEquals(
                "the method t_none does not exist/is not available",
                ask(call("t_none")).get("error").get("message").stringValue());
    }

    /** Each of many connections may ask something that takes long. */
    @Test
    void moreRequestsAtOnceThanAllTogetherMayMakeAreAnsweredWithAnError() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        Method slow =
                Method.of(
                        (_, _) -> {
                            asked.countDown();
                            go.await();
                            return true;
                        });
        Dispatcher narrow =
                new Dispatcher(
                        new Methods(
                                Map.of("t_slow", slow), Map.of(), _ -> Optional.empty(), List::of),
                        (_, code, _) -> code.call(),
                        LIMITS.withTotal(2));
        Callable<JsonNode> ask = () -> ask(narrow, call("t_slow"));
        FutureTask<JsonNode> first = new FutureTask<>(ask);
        FutureTask<JsonNode> second = new FutureTask<>(ask);
        Thread.ofVirtual().start(first);
        Thread.ofVirtual().start(second);
        asked.await();

        JsonNode refused = ask(narrow, call("t_slow"));
        assertEquals(-32005, refused.get("error").get("code").asInt());
        assertEquals(1, refused.get("id").asInt());
        String batch = "[" + call("t_slow") + "," + call("t_slow") + "]";
        assertEquals(-32005, ask(narrow, batch).get("error").get("code").asInt());

        go.countDown();
        assertTrue(first.get().get("result").asBoolean());
        assertTrue(second.get().get("result").asBoolean());
        assertTrue(ask(narrow, call("t_slow")).get("result").asBoolean(), "there is room again");
    }

    private static JsonNode ask(Dispatcher dispatcher, String request) {
        return Answers.legal(
                dispatcher
                        .answer(
                                request.getBytes(StandardCharsets.UTF_8),
                                new Caller(Transport.IPC, Optional.empty()))
                        .orElseThrow());
    }
}
