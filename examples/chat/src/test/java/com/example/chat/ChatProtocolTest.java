package com.example.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.testkit.LinkEnd;
import dev.peerloom.testkit.ProtocolRunner;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

/** First rung: the protocol against a script, over a pipe in memory. */
class ChatProtocolTest {
    private final ChatRoom room = new ChatRoom("ada", 2);
    private final ChatProtocol protocol = new ChatProtocol(room);

    private static void send(ScriptedPeer remote, ChatMessage message) throws Exception {
        remote.send(message.code(), message.encode());
    }

    private static ChatMessage expect(ScriptedPeer remote, int code) throws Exception {
        byte[] payload = remote.expect(code);
        return ChatMessage.decode(new Message(code, payload, Instant.EPOCH));
    }

    /** Once the receipt for its line has come, the peer is in the room. */
    private static void enter(ScriptedPeer remote) throws Exception {
        assertEquals(new ChatMessage.Hello("ada"), expect(remote, ChatMessage.Hello.CODE));
        send(remote, new ChatMessage.Hello("bob"));
        send(remote, new ChatMessage.Line(7, "hi"));
        assertEquals(new ChatMessage.Seen(7), expect(remote, ChatMessage.Seen.CODE));
    }

    @Test
    void aLineIsHeardAndAcknowledged() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(protocol)) {
            enter(remote);
            Map<String, String> heard = room.messages().getFirst();
            assertEquals("bob", heard.get("nick"));
            assertEquals("hi", heard.get("text"));
        }
    }

    @Test
    void whatIsSaidReachesThePeer() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(protocol)) {
            enter(remote);
            assertEquals(Map.of("number", 1L, "sent", 1), room.say("welcome"));
            assertEquals(new ChatMessage.Line(1, "welcome"), expect(remote, ChatMessage.Line.CODE));
        }
    }

    @Test
    void oneWhoDoesNotSayHelloIsRefused() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(protocol)) {
            remote.expect(ChatMessage.Hello.CODE);
            send(remote, new ChatMessage.Line(1, "hi"));
            remote.expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
        }
    }

    @Test
    void whenTheNodeStopsItSaysGoodbye() throws Exception {
        try (ProtocolRunner runner = ProtocolRunner.start(protocol);
                ScriptedPeer remote = ScriptedPeer.against(runner)) {
            enter(remote);
            LinkEnd end = runner.closeInOrder();
            assertEquals(DisconnectReason.CLIENT_QUITTING, end.reason());
            assertEquals(new ChatMessage.Bye("see you"), expect(remote, ChatMessage.Bye.CODE));
            assertEquals(0, room.present());
        }
    }

    @Test
    void controlCharactersOfAPeerAreNotShown() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(protocol)) {
            enter(remote);
            send(remote, new ChatMessage.Line(8, "\u001b[2Jgone"));
            expect(remote, ChatMessage.Seen.CODE);
            assertEquals("?[2Jgone", room.messages().getLast().get("text"));
        }
    }
}
