package com.example.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Peer;
import dev.peerloom.testkit.LoopbackPair;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Third rung: two real nodes over the loopback interface, as on the network. */
class ChatLoopbackTest {
    private final CountDownLatch bobIsHere = new CountDownLatch(1);
    private final CountDownLatch receipt = new CountDownLatch(1);
    private final ChatRoom bob = new ChatRoom("bob", 10);
    private final ChatRoom ada =
            new ChatRoom("ada", 10) {
                @Override
                void enter(Peer peer, Session session) {
                    super.enter(peer, session);
                    bobIsHere.countDown();
                }

                @Override
                void seen() {
                    super.seen();
                    receipt.countDown();
                }
            };

    @Test
    void whatOneSaysTheOtherHearsAndAcknowledges() throws Exception {
        try (LoopbackPair pair = LoopbackPair.of(new ChatProtocol(ada), new ChatProtocol(bob))) {
            pair.connect();
            assertTrue(bobIsHere.await(30, TimeUnit.SECONDS));
            assertEquals(Map.of("number", 1L, "sent", 1), ada.say("hello bob"));
            assertTrue(receipt.await(30, TimeUnit.SECONDS));
            assertEquals(
                    List.of("hello bob"),
                    bob.messages().stream().map(line -> line.get("text")).toList());

            pair.disconnect(DisconnectReason.REQUESTED);
            assertEquals(DisconnectReason.REQUESTED, pair.awaitEndAtSecond().reason());
            assertEquals(0, bob.present());
        }
    }
}
