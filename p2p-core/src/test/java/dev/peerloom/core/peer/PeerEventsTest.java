package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Message;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.fault.CodeWatch;

import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Who is told what, when someone listens. */
class PeerEventsTest {
    private static final int CODE = LinkHarness.FIRST;

    private static Script echo() {
        return new Script(
                (peer, channel) -> {
                    for (; ; ) {
                        Message message = channel.read();
                        channel.write(message.code(), message.payload());
                    }
                });
    }

    private static PeerEvent next(BlockingQueue<PeerEvent> events) throws InterruptedException {
        PeerEvent event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    @Test
    void eventsOfAPeerComeInOrderWithTheirSizesBeforeCompression() throws Exception {
        BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
        try (LinkHarness harness = LinkHarness.start(echo())) {
            var _ = harness.parts.events().add("test", PeerEvent.class, events::add);
            for (int i = 0; i < 50; i++) {
                harness.remote.send(CODE + 3, new byte[1_000 + i]);
                harness.remote.expect(CODE + 3);
            }
            harness.remote.send(1, (byte) 0xC1, (byte) 4);
            for (int i = 0; i < 50; i++) {
                PeerEvent.MessageReceived in = (PeerEvent.MessageReceived) next(events);
                assertEquals(3, in.code());
                assertEquals(1_000 + i, in.size());
                assertEquals("tst/1", in.capability().toString());
                PeerEvent.MessageSent out = (PeerEvent.MessageSent) next(events);
                assertEquals(1_000 + i, out.size());
                assertEquals(harness.link, out.peer());
            }
            PeerEvent.Disconnected end = (PeerEvent.Disconnected) next(events);
            assertTrue(end.byRemote());
            assertEquals(4, end.code());
        }
    }

    /** It kept the classes of plugins that were unloaded, in the peer whose end it had heard of. */
    @Test
    void aListenerThatWaitsDoesNotKeepTheLastEvent() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        PeerEvents events = new PeerEvents(CodeWatch.create());
        Runnable end = events.add("a", PeerEvent.class, event -> told.countDown());
        WeakReference<PeerEvent> last = publishOne(events);
        assertTrue(told.await(20, TimeUnit.SECONDS));

        await().until(
                        () -> {
                            System.gc();
                            return last.refersTo(null);
                        });
        end.run();
    }

    private static WeakReference<PeerEvent> publishOne(PeerEvents events) {
        Peer peer =
                (Peer)
                        Proxy.newProxyInstance(
                                Peer.class.getClassLoader(),
                                new Class<?>[] {Peer.class},
                                (proxy, method, arguments) -> null);
        PeerEvent event = new PeerEvent.Connected(peer);
        events.publish(event);
        return new WeakReference<>(event);
    }

    @Test
    void messageEventsAreMadeOnlyWhileSomeoneListensToTheirKind() {
        PeerEvents events = new PeerEvents(CodeWatch.create());
        assertFalse(events.wantsSent() || events.wantsReceived());
        Runnable connects = events.add("a", PeerEvent.Connected.class, event -> {});
        assertFalse(events.wantsSent() || events.wantsReceived());
        Runnable sent = events.add("a", PeerEvent.MessageSent.class, event -> {});
        assertTrue(events.wantsSent());
        assertFalse(events.wantsReceived());
        Runnable all = events.add("a", PeerEvent.class, event -> {});
        assertTrue(events.wantsReceived());
        sent.run();
        all.run();
        assertFalse(events.wantsSent() || events.wantsReceived());
        connects.run();
        events.close();
    }

    @Test
    void aSlowListenerLosesEventsAndDelaysNobody() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> sizes = new ArrayList<>();
        BlockingQueue<Integer> quick = new LinkedBlockingQueue<>();
        int count = 3 * EventListener.MESSAGE_LIMIT;
        try (LinkHarness harness = LinkHarness.start(echo());
                PeerEvents events = new PeerEvents(CodeWatch.create())) {
            CountDownLatch last = new CountDownLatch(1);
            var _ =
                    events.add(
                            "slow",
                            PeerEvent.class,
                            event -> {
                                awaitGo(go);
                                if (event instanceof PeerEvent.MessageSent sent) {
                                    sizes.add(sent.size());
                                } else {
                                    last.countDown();
                                }
                            });
            var _ =
                    events.add(
                            "quick", PeerEvent.MessageSent.class, event -> quick.add(event.size()));
            for (int i = 0; i < count; i++) {
                events.publish(
                        new PeerEvent.MessageSent(
                                harness.link,
                                harness.link.protocols().getFirst().capability(),
                                0,
                                i));
                // The quick one is told at once, though the slow one waits.
                assertEquals(i, quick.poll(20, TimeUnit.SECONDS));
            }
            // An end has room where messages have none.
            events.publish(new PeerEvent.Disconnected(harness.link, true, 4, "end"));
            go.countDown();
            assertTrue(last.await(20, TimeUnit.SECONDS));
            assertTrue(sizes.size() >= EventListener.MESSAGE_LIMIT, "the first are kept");
            assertTrue(sizes.size() <= EventListener.MESSAGE_LIMIT + 1, "the rest is lost");
            for (int i = 0; i < sizes.size(); i++) {
                assertEquals(i, sizes.get(i));
            }
        }
    }

    private static void awaitGo(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aListenerThatFailsIsToldOfTheNextEventAllTheSame() throws Exception {
        BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
        try (LinkHarness harness = LinkHarness.start(echo())) {
            var _ =
                    harness.parts
                            .events()
                            .add(
                                    "failing",
                                    PeerEvent.MessageReceived.class,
                                    event -> {
                                        events.add(event);
                                        throw new StackOverflowError("of a plugin");
                                    });
            for (int i = 0; i < 3; i++) {
                harness.remote.send(CODE, (byte) i);
                harness.remote.expect(CODE);
            }
            for (int i = 0; i < 3; i++) {
                next(events);
            }
            assertFalse(harness.link.isClosing());
        }
    }

    @Test
    void aListenerThatWasTakenAwayIsToldNothingMore() throws Exception {
        BlockingQueue<PeerEvent> gone = new LinkedBlockingQueue<>();
        BlockingQueue<PeerEvent> staying = new LinkedBlockingQueue<>();
        try (LinkHarness harness = LinkHarness.start(echo())) {
            PeerEvents events = harness.parts.events();
            Runnable remove = events.add("one", PeerEvent.MessageReceived.class, gone::add);
            var _ = events.add("two", PeerEvent.MessageReceived.class, staying::add);
            harness.remote.send(CODE);
            next(gone);
            next(staying);
            remove.run();
            harness.remote.send(CODE);
            next(staying);
            assertTrue(gone.isEmpty());
        }
    }

    @Test
    void whatIsQueuedForAListenerThatIsTakenAwayIsNotTold() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Thread> teller = new LinkedBlockingQueue<>();
        try (LinkHarness harness = LinkHarness.start(echo());
                PeerEvents events = new PeerEvents(CodeWatch.create())) {
            Runnable remove =
                    events.add(
                            "one",
                            PeerEvent.Connected.class,
                            event -> {
                                teller.add(Thread.currentThread());
                                told.countDown();
                                awaitGo(go);
                            });
            events.publish(new PeerEvent.Connected(harness.link));
            events.publish(new PeerEvent.Connected(harness.link));
            assertTrue(told.await(20, TimeUnit.SECONDS));
            remove.run();
            go.countDown();
            teller.take().join();
            assertTrue(teller.isEmpty(), "told after it was taken away");
        }
    }

    @Test
    void noEventOfAMessageIsLostBeforeTheLimit() {
        BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
        try (LinkHarness harness = LinkHarness.start(echo())) {
            var _ = harness.parts.events().add("one", PeerEvent.MessageReceived.class, events::add);
            for (int i = 0; i < 500; i++) {
                harness.remote.send(CODE, (byte) i);
            }
            await().until(() -> events.size() == 500);
        }
    }
}
