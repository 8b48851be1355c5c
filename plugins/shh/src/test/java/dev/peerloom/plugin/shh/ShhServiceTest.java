package dev.peerloom.plugin.shh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.LoopbackPair;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings, and two nodes that run it. */
class ShhServiceTest {
    @Test
    void settingsAreTaken() throws Exception {
        try (FakeNodeContext node =
                FakeNodeContext.builder()
                        .setting("min-pow", "0.75")
                        .setting("max-message-size", "2048")
                        .setting("light", "true")
                        .setting("pool-bytes", "2000000")
                        .build()) {
            Protocol protocol = node.start(new ShhService()).getFirst();
            assertEquals(Set.of(), node.unusedSettings());
            assertEquals(
                    Map.of("version", "6.0", "maxMessageSize", 2048, "minimumPoW", 0.75),
                    protocol.nodeInfo());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "min-pow, -1",
        "min-pow, NaN",
        "min-pow, much",
        "max-message-size, 0",
        "max-message-size, 10485761",
        "light, maybe",
        "pool-bytes, 1000",
        "pool-bytes, all",
    })
    void mistakesInSettingsAreTheOperators(String key, String value) {
        try (FakeNodeContext node = FakeNodeContext.builder().setting(key, value).build()) {
            assertThrows(IllegalArgumentException.class, () -> node.start(new ShhService()));
        }
    }

    @Test
    void aMessagePassesBetweenTwoRealNodes() throws Exception {
        try (FakeNodeContext one = lowPow();
                FakeNodeContext other = lowPow();
                LoopbackPair _ =
                        LoopbackPair.of(
                                        one.start(new ShhService()).getFirst(),
                                        other.start(new ShhService()).getFirst())
                                .connect()) {
            Object key = one.registered().call("generateSymKeyFromPassword", "word");
            Object same = other.registered().call("generateSymKeyFromPassword", "word");
            List<String> topics = List.of("0x10772a05");
            Object filter =
                    other.registered()
                            .call("newMessageFilter", Map.of("symKeyID", same, "topics", topics));
            Object hash =
                    one.registered()
                            .call(
                                    "post",
                                    Map.of(
                                            "symKeyID",
                                            key,
                                            "topic",
                                            "0x10772a05",
                                            "payload",
                                            "0x6869",
                                            "powTarget",
                                            0.001,
                                            "powTime",
                                            20));
            Awaitility.await()
                    .untilAsserted(
                            () -> {
                                Object messages =
                                        other.registered().call("getFilterMessages", filter);
                                assertTrue(messages.toString().contains(hash.toString()));
                            });
        }
    }

    private static FakeNodeContext lowPow() {
        return FakeNodeContext.builder().setting("min-pow", "0.001").build();
    }
}
