package dev.peerloom.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;

/**
 * A JUnit extension that hands the kit's tools to test methods as parameters, closes them when the
 * test is over, and fails a test that leaves a session or a thread behind.
 *
 * <pre>{@code
 * @ExtendWith(PeerloomExtension.class)                    // or @PeerloomTest
 * class ChatTest {
 *     @TestedProtocol
 *     Protocol chat() {
 *         return new Chat("alice");
 *     }
 *
 *     @Test
 *     void givesUpASilentPeer(ScriptedPeer remote, ManualClock clock) throws Exception {
 *         remote.expect(HELLO);
 *         remote.advance(Duration.ofSeconds(5));
 *         remote.expectDisconnect(DisconnectReason.PING_TIMEOUT);
 *         assertEquals(Duration.ofSeconds(5), clock.elapsed());
 *     }
 * }
 * }</pre>
 *
 * <table>
 *   <caption>What a parameter of which type gets</caption>
 *   <tr><th>type</th><th>what</th></tr>
 *   <tr><td>{@link ManualClock}</td><td>the test's clock, one for all of its parameters</td></tr>
 *   <tr><td>{@link SeededRandom}</td><td>the test's random source; a test that fails names its
 *       seed</td></tr>
 *   <tr><td>{@link FakeNodeContext}</td><td>the test's node, one for all; it is that of the tested
 *       service, if a service is tested</td></tr>
 *   <tr><td>{@link MessagePipe}</td><td>a pipe for the tested protocol, or, if there is none, for
 *       {@code test/1} with 16 codes; goes by the test's clock</td></tr>
 *   <tr><td>{@link ProtocolRunner}</td><td>the tested protocol, running with a peer of its own</td></tr>
 *   <tr><td>{@link ScriptedPeer}</td><td>the peer of a session of its own with the tested
 *       protocol</td></tr>
 *   <tr><td>{@link Recorder}</td><td>what records, from its beginning, the session of the
 *       {@link ScriptedPeer} or {@link ProtocolRunner} before it among the parameters</td></tr>
 *   <tr><td>{@link LoopbackPair}</td><td>two nodes, not connected yet, with a new instance of the
 *       tested protocol each</td></tr>
 * </table>
 *
 * <p>The tested protocol is made once per test, by the method that is marked {@link
 * TestedProtocol}. Parameters of {@code @BeforeEach} and {@code @AfterEach} methods are those of
 * the test that they belong to. Threads are not looked after while JUnit runs tests in parallel,
 * where they may be another test's.
 */
@SuppressWarnings("exports") // JUnit is not forced on who tests without it; who uses this has it
public final class PeerloomExtension
        implements ParameterResolver, AfterEachCallback, TestExecutionExceptionHandler {
    /**
     * The configuration parameter of JUnit that says how long threads may take to end after a test,
     * as {@code PT5S}, the default: {@value}.
     */
    public static final String GRACE = "peerloom.testkit.grace";

    private static final Namespace NAMESPACE = Namespace.create(PeerloomExtension.class);
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    /** Made by JUnit. */
    public PeerloomExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getDeclaringExecutable() instanceof Method
                && context.getTestMethod().isPresent()
                && KitOfTest.hands(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        KitOfTest kit =
                context.getStore(NAMESPACE)
                        .computeIfAbsent(
                                KitOfTest.class,
                                key -> new KitOfTest(TestedProtocols.of(context), census(context)),
                                KitOfTest.class);
        try {
            return kit.make(parameter.getParameter().getType());
        } catch (Exception e) {
            throw new ParameterResolutionException(
                    "cannot make " + parameter.getParameter() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<ThreadCensus> census(ExtensionContext context) {
        boolean parallel =
                context.getConfigurationParameter(PARALLEL, Boolean::parseBoolean).orElse(false);
        return parallel ? Optional.empty() : Optional.of(ThreadCensus.take());
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        kit(context).flatMap(KitOfTest::seed).ifPresent(seed -> failure.addSuppressed(seed));
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Optional<KitOfTest> kit = kit(context);
        if (kit.isPresent()) {
            kit.get().close();
            kit.get().checkThreads(grace(context), mayLeave(context));
        }
    }

    private static Duration grace(ExtensionContext context) {
        return context.getConfigurationParameter(GRACE, Duration::parse)
                .orElse(ProtocolRunner.GRACE);
    }

    private static Optional<KitOfTest> kit(ExtensionContext context) {
        return Optional.ofNullable(
                context.getStore(NAMESPACE).get(KitOfTest.class, KitOfTest.class));
    }

    private static String mayLeave(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), PeerloomTest.class)
                .or(
                        () ->
                                AnnotationSupport.findAnnotation(
                                        context.getTestClass(), PeerloomTest.class))
                .map(PeerloomTest::mayLeaveThreads)
                .orElse("");
    }
}
