package com.example.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.testkit.FakeNodeContext;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** The service alone: its settings, methods and metrics. */
class ChatServiceTest {
    @Test
    void whatIsSaidIsRememberedUpToTheLimit() throws Exception {
        try (FakeNodeContext node =
                FakeNodeContext.builder().setting("nick", "ada").setting("history", "2").build()) {
            node.start(new ChatService());
            for (String text : List.of("one", "two", "three")) {
                node.registered().call("say", text);
            }
            assertEquals(Set.of(), node.unusedSettings());
            assertEquals(3.0, node.registered().metric("lines_total"));
            List<?> messages = (List<?>) node.registered().call("messages");
            assertEquals(2, messages.size());
        }
    }

    @Test
    void aWrongSettingIsTheOperatorsMistake() {
        try (FakeNodeContext node = FakeNodeContext.builder().setting("nick", "a b").build()) {
            assertThrows(IllegalArgumentException.class, () -> node.start(new ChatService()));
        }
    }

    @Test
    void aWrongParameterIsTheCallersMistake() throws Exception {
        try (FakeNodeContext node = FakeNodeContext.create()) {
            node.start(new ChatService());
            assertThrows(IllegalArgumentException.class, () -> node.registered().call("say", 7L));
        }
    }
}
