package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Two links with one node, or two nodes for one place. */
class CrossingLinksTest extends LinkSetupFixture {
    /** Two keys, the one with the larger id first. */
    private static NodeKey[] twoKeys() {
        NodeKey a = NodeKey.generate();
        NodeKey b = NodeKey.generate();
        boolean larger = Arrays.compareUnsigned(a.id().publicKey(), b.id().publicKey()) > 0;
        return larger ? new NodeKey[] {a, b} : new NodeKey[] {b, a};
    }

    @Test
    void ofTwoDialsThatCrossTheOneOfTheLargerIdIsKept() throws Exception {
        NodeKey[] keys = twoKeys();
        try (SetupHarness harness = new SetupHarness(keys[0], echo())) {
            SetupHarness.Other ours = harness.dialled(keys[1], keys[1].id());
            ours.remote().expect(0);
            SetupHarness.Other theirs = harness.connected(keys[1]);
            assertRefused(theirs, theirs.remote(), 0x05);
            ours.remote().compress(true);
            ours.remote().send(0, ours.hello(5, keys[1].id(), "tst/1"));
            assertEcho(ours.remote());
            assertFalse(ours.link().inbound());
        }
    }

    @Test
    void whoHasTheSmallerIdSaysHelloOnTheOthersDialOnlyWhenItsOwnHasFailed() throws Exception {
        NodeKey[] keys = twoKeys();
        try (SetupHarness harness = new SetupHarness(keys[1], echo())) {
            SetupHarness.Other ours = harness.dialled(keys[0], keys[0].id());
            ours.remote().expect(0);
            SetupHarness.Other theirs = harness.connected(keys[0]);
            theirs.remote().expectNothing();
            ours.remote().send(1, (byte) 0xC1, (byte) 0x05);
            assertEcho(theirs.greet());
            assertTrue(theirs.link().inbound());
            assertTrue(ours.failure().byRemote());
        }
    }

    @Test
    void aDialThatWasAcceptedMeanwhileIsRefusedByTheOneThatWaited() throws Exception {
        NodeKey[] keys = twoKeys();
        try (SetupHarness harness = new SetupHarness(keys[1], echo())) {
            SetupHarness.Other ours = harness.dialled(keys[0], keys[0].id());
            ours.remote().expect(0);
            SetupHarness.Other theirs = harness.connected(keys[0]);
            theirs.remote().expectNothing();
            ours.remote().compress(true);
            ours.remote().send(0, ours.hello(5, keys[0].id(), "tst/1"));
            assertRefused(theirs, theirs.remote(), 0x05);
            assertEcho(ours.remote());
        }
    }

    @Test
    void twoThatWereBothLetInToTheLastPlaceDoNotBothGetIt() throws Exception {
        try (SetupHarness harness = new SetupHarness(Timing.DEFAULT, 1, echo())) {
            SetupHarness.Other first = harness.connected(NodeKey.generate());
            SetupHarness.Other second = harness.connected(NodeKey.generate());
            first.remote();
            second.remote().expect(0);
            assertEcho(first.greet());
            second.remote().compress(true);
            second.remote().send(0, second.hello(5, second.ownKey.id(), "tst/1"));
            assertRefused(second, second.remote(), 0x04);
        }
    }

    @Test
    void aNodeThatIsConnectedIsRefusedASecondLink() throws Exception {
        NodeKey key = NodeKey.generate();
        try (SetupHarness harness = new SetupHarness(echo())) {
            RemoteEnd first = harness.connected(key).greet();
            assertEcho(first);
            SetupHarness.Other second = harness.connected(key);
            assertRefused(second, second.remote(), 0x05);
            assertEcho(first);
        }
    }

    @Test
    void aNodeThatReconnectsIsLetInWhenTheRunsOfItsEarlierLinkHaveReturned() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Script script =
                new Script(
                        (peer, channel) -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            try {
                                Script.UNTIL_EOF.run(peer, channel);
                                leave.await();
                            } finally {
                                running.decrementAndGet();
                            }
                        });
        NodeKey key = NodeKey.generate();
        try (SetupHarness harness = new SetupHarness(script)) {
            SetupHarness.Other first = harness.connected(key);
            first.greet();
            PeerLink link = first.link();
            first.remote().send(1, (byte) 0xC1, (byte) 8);
            await().until(link::isClosing);
            SetupHarness.Other second = harness.connected(key);
            second.remote().expectNothing();
            leave.countDown();
            second.greet();
            second.link();
            await().until(() -> script.channels.size() == 2);
            assertEquals(1, most.get());
        }
    }
}
