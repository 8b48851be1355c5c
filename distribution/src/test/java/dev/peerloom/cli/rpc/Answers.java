package dev.peerloom.cli.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Set;

/** What every answer must be, whatever was asked. */
public final class Answers {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Answers() {}

    /** Reads an answer, which must be a legal JSON-RPC response or a batch of them. */
    public static JsonNode legal(byte[] bytes) {
        for (byte b : bytes) {
            assertTrue(b >= 0x20 && b < 0x7F, "a byte that is not printable ASCII: " + b);
        }
        JsonNode answer = MAPPER.readTree(bytes);
        if (answer.isArray()) {
            assertFalse(answer.isEmpty(), "an empty array");
            answer.values().forEach(Answers::assertSingle);
        } else {
            assertSingle(answer);
        }
        return answer;
    }

    private static void assertSingle(JsonNode answer) {
        assertTrue(answer.isObject(), answer::toString);
        boolean failed = answer.has("error");
        assertEquals(
                Set.of("jsonrpc", "id", failed ? "error" : "result"),
                Set.copyOf(answer.propertyNames()),
                answer::toString);
        assertEquals("2.0", answer.get("jsonrpc").stringValue());
        JsonNode id = answer.get("id");
        assertTrue(id.isNull() || id.isString() || id.isNumber(), answer::toString);
        if (failed) {
            assertTrue(answer.get("error").get("code").isInt(), answer::toString);
            assertTrue(answer.get("error").get("message").isString(), answer::toString);
        }
    }
}
