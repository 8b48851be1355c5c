package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tools that one test was handed. Used by the thread of the test. */
final class KitOfTest {
    private static final Set<Class<?>> TYPES =
            Set.of(
                    ManualClock.class,
                    SeededRandom.class,
                    FakeNodeContext.class,
                    MessagePipe.class,
                    ProtocolRunner.class,
                    ScriptedPeer.class,
                    Recorder.class,
                    LoopbackPair.class);
    private static final Capability TEST = new Capability("test", 1);
    private static final int TEST_CODES = 16;
    private static final int TEST_PAYLOAD = 0xFFFFFF;

    private final TestedProtocols tested;
    private final Optional<ThreadCensus> before;
    private final ManualClock clock = ManualClock.create();
    private final ArrayDeque<AutoCloseable> toClose = new ArrayDeque<>();
    private @Nullable SeededRandom random;
    private @Nullable FakeNodeContext node;
    private @Nullable Protocol protocol;
    private @Nullable Recorder lastRecorder;

    KitOfTest(TestedProtocols tested, Optional<ThreadCensus> before) {
        this.tested = tested;
        this.before = before;
    }

    static boolean hands(Class<?> type) {
        return TYPES.contains(type);
    }

    Object make(Class<?> type) throws Exception {
        if (type == ManualClock.class) {
            return clock;
        }
        if (type == SeededRandom.class) {
            return random();
        }
        if (type == FakeNodeContext.class) {
            return node();
        }
        if (type == MessagePipe.class) {
            return closed(pipe());
        }
        if (type == ProtocolRunner.class) {
            return closed(runner());
        }
        if (type == ScriptedPeer.class) {
            return closed(ScriptedPeer.against(runner()));
        }
        if (type == Recorder.class) {
            return recorder();
        }
        return closed(pair());
    }

    private <T extends AutoCloseable> T closed(T tool) {
        toClose.push(tool);
        return tool;
    }

    private SeededRandom random() {
        if (random == null) {
            random = SeededRandom.create();
        }
        return random;
    }

    private FakeNodeContext node() throws Exception {
        if (node == null) {
            if (tested.isPresent()) {
                makeTested();
            } else {
                node = closed(FakeNodeContext.create());
            }
        }
        return Objects.requireNonNull(node, "node");
    }

    private Protocol protocol() throws Exception {
        if (protocol == null) {
            makeTested();
        }
        return Objects.requireNonNull(protocol, "protocol");
    }

    private void makeTested() throws Exception {
        TestedProtocols.Made made = tested.make();
        node = closed(made.node());
        protocol = made.protocol();
    }

    private MessagePipe pipe() throws Exception {
        MessagePipe.Builder builder =
                tested.isPresent()
                        ? MessagePipe.builder(protocol())
                        : MessagePipe.builder(TEST, TEST_CODES, TEST_PAYLOAD);
        MessagePipe pipe = builder.clock(clock).build();
        // Before anything passes, whether or not the test asks for it.
        lastRecorder = Recorder.of(pipe);
        return pipe;
    }

    private ProtocolRunner runner() throws Exception {
        return ProtocolRunner.start(protocol(), TestPeer.create(), pipe());
    }

    private Recorder recorder() {
        if (lastRecorder == null) {
            throw new IllegalStateException(
                    "a Recorder comes after the ScriptedPeer, ProtocolRunner or MessagePipe that it"
                            + " is to record");
        }
        return lastRecorder;
    }

    private LoopbackPair pair() throws Exception {
        TestedProtocols.Made first = tested.make();
        closed(first.node());
        TestedProtocols.Made second = tested.make();
        closed(second.node());
        return LoopbackPair.of(first.protocol(), second.protocol());
    }

    /** What to say of a test that failed, if chance had a part in it. */
    Optional<Throwable> seed() {
        return Optional.ofNullable(random).map(source -> new UsedSeed("the test used " + source));
    }

    /** No failure, but found beside one. */
    private static final class UsedSeed extends Exception {
        private static final long serialVersionUID = 1;

        UsedSeed(String message) {
            super(message, null, false, false);
        }
    }

    /** Closes everything, the last first, whatever fails of it. */
    void close() throws Exception {
        Throwable failure = null;
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception | AssertionError e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        switch (failure) {
            case null -> {}
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError(failure);
        }
    }

    void checkThreads(Duration grace, String mayLeave) throws InterruptedException {
        if (before.isEmpty()) {
            return;
        }
        List<String> left = ThreadCensus.awaitNoneBeside(before.get(), grace, mayLeave);
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "the test leaves "
                            + left.size()
                            + " threads behind: sessions that it did not close, or threads of the"
                            + " protocol\n"
                            + left.stream().collect(Collectors.joining("\n\n")));
        }
    }
}
