package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Test classes as authors write them, to be run by {@link PeerloomExtensionTest}. */
final class ExtensionSamples {
    static final CountDownLatch RELEASE = new CountDownLatch(1);
    static final AtomicInteger SERVICES = new AtomicInteger();

    private ExtensionSamples() {}

    private static Protocol echo() {
        return new FlawedProtocols.Echo();
    }

    @PeerloomTest
    static class Good {
        private ManualClock before;

        @TestedProtocol
        Protocol tested() {
            return echo();
        }

        @BeforeEach
        void remember(ManualClock clock) {
            before = clock;
        }

        @Test
        void sharesOneClock(ManualClock clock, MessagePipe pipe, ScriptedPeer remote)
                throws Exception {
            assertSame(before, clock);
            assertSame(clock, pipe.clock());
            remote.silence(Duration.ofMinutes(1));
            assertEquals(Duration.ofMinutes(1), clock.elapsed());
        }

        @Test
        void playsAndRecords(ScriptedPeer remote, Recorder recorder) throws Exception {
            remote.send(0, new byte[] {3});
            assertArrayEquals(new byte[] {3}, remote.expect(1));
            assertEquals(2, recorder.recording().lines().size());
        }

        @Test
        void playsTwo(ScriptedPeer one, ScriptedPeer other, ProtocolRunner third) {
            assertNotSame(one.runner().peer(), other.runner().peer());
            assertNotSame(one.runner().peer(), third.peer());
        }

        @Test
        void connectsNodes(LoopbackPair pair) throws Exception {
            pair.connect();
            assertEquals("[echo/1]", pair.peerOfFirst().capabilities().toString());
        }

        @Test
        void isGivenANode(FakeNodeContext node, SeededRandom random) {
            assertEquals("127.0.0.1", node.enode().host());
            assertEquals(random.seed(), SeededRandom.withSeed(random.seed()).seed());
        }

        @Nested
        class Inside {
            @Test
            void findsTheProtocolOutside(ScriptedPeer remote) throws Exception {
                remote.send(0, new byte[1]);
                remote.expect(1);
            }
        }
    }

    @ExtendWith(PeerloomExtension.class)
    static class WithoutProtocol {
        @Test
        void hasAPipeAllTheSame(MessagePipe pipe) throws Exception {
            pipe.second().write(15, new byte[1]);
            assertEquals(15, pipe.first().read().code());
        }

        @Test
        void hasNoPeer(ScriptedPeer remote) {}
    }

    @PeerloomTest
    static class OfAService {
        @TestedProtocol
        NodeService service(FakeNodeContext.Builder settings) {
            settings.setting("answers", "6");
            return new NodeService() {
                @Override
                public List<Protocol> start(NodeContext node) {
                    SERVICES.incrementAndGet();
                    int answers = node.setting("answers", 0, Integer::parseInt);
                    node.exposeMetric("answers", () -> answers);
                    return List.of(echo());
                }

                @Override
                public void stop() {
                    SERVICES.decrementAndGet();
                }
            };
        }

        @Test
        void runsInTheNodeThatTheTestSees(ScriptedPeer remote, FakeNodeContext node) {
            assertEquals(1, SERVICES.get());
            assertEquals(6.0, node.registered().metric("answers"));
        }
    }

    @PeerloomTest
    static class Failing {
        @Test
        void namesItsSeed(SeededRandom random) {
            throw new IllegalStateException("the failure itself");
        }
    }

    @PeerloomTest(mayLeaveThreads = "kept .*")
    static class Leaving {
        @TestedProtocol
        Protocol tested() {
            return echo();
        }

        @Test
        void leavesASession(ManualClock clock) {
            ProtocolRunner.start(new Lambda((peer, channel) -> RELEASE.await()));
        }

        @Test
        void leavesAPlatformThread(ManualClock clock) {
            Thread.ofPlatform().daemon().name("lost").start(ExtensionSamples::linger);
        }

        @Test
        void leavesAThreadThatItMayLeave(ManualClock clock) {
            Thread.ofVirtual().name("kept by a library").start(ExtensionSamples::linger);
        }
    }

    private static void linger() {
        try {
            RELEASE.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
