package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.PluginFault;
import dev.peerloom.core.plugin.PluginDeadlines;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that a plugin starts and forgets are named when it was stopped. */
class LeftThreadsTest extends HostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Ends the forgotten thread: the test and the plugin both find it among the properties. */
    private final CountDownLatch end = new CountDownLatch(1);

    private final String key = "forgotten." + COUNT.incrementAndGet();

    @BeforeEach
    void shareTheEnd() {
        System.getProperties().put(key, end);
    }

    @AfterEach
    void endTheForgotten() {
        end.countDown();
        System.getProperties().remove(key);
        // What the next test's plugin of that name runs could not be told from it.
        await().until(LeftThreadsTest::nobodyRunsIt);
    }

    private static boolean nobodyRunsIt() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .noneMatch(call -> call.getClassName().startsWith("forgetful.main"));
    }

    private String waitForEnd() {
        return "var end = (java.util.concurrent.CountDownLatch) System.getProperties().get(\"%s\");"
                        .formatted(key)
                + "Runnable r = () -> { try { end.await(); }"
                + " catch (InterruptedException e) { throw new Error(e); } };";
    }

    private void stopWithThread(String start) throws Exception {
        host = host(short_(10_000, 10_000));
        Sources.namedService("forgetful", start, "").writeTo(plugins.resolve("forgetful.jar"));
        Sources.namedService("good", "", "").writeTo(plugins.resolve("good.jar"));
        start();
        assertEquals(List.of(), status("forgetful").faults());
        host.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Inherits the context class loader.
                "Thread.ofPlatform().daemon().name(\"forgotten\").start(r);",
                // A kind of thread of the plugin's own.
                "Thread t = new Thread(r, \"forgotten\") {"
                        + " public ClassLoader getContextClassLoader() {"
                        + " throw new IllegalStateException(); } }; t.setDaemon(true); t.start();",
                // Runs code of the plugin, and has nothing else of it.
                "Thread t = Thread.ofPlatform().daemon().name(\"forgotten\").unstarted(r);"
                        + " t.setContextClassLoader(null); t.start();",
                // Idle in an executor.
                "java.util.concurrent.Executors.newFixedThreadPool(1, task -> {"
                        + " Thread t = new Thread(task, \"forgotten\"); t.setDaemon(true);"
                        + " return t; }).submit(r);",
            })
    void aForgottenThreadIsNamedWithItsStack(String startThread) throws Exception {
        stopWithThread(waitForEnd() + startThread);

        List<PluginFault> faults = node.watch.faults().of("forgetful");
        assertEquals(1, faults.size(), faults.toString());
        String what = faults.getFirst().what();
        assertTrue(
                what.startsWith("it was stopped and left 1 thread running: forgotten at java.base"),
                what);
        assertTrue(what.contains("forgetful.main/forgetful.main.Main.lambda$start$0"), what);
        assertEquals(List.of(), node.watch.faults().of("good"));
    }

    @Test
    void aThreadThatEndsSoonAfterItsPluginIsNone() throws Exception {
        host = host(new PluginDeadlines(LONG, LONG, LONG));
        Sources.namedService("good", waitForEnd() + "Thread.ofPlatform().daemon().start(r);", "")
                .writeTo(plugins.resolve("good.jar"));
        start();

        Thread ending = Thread.startVirtualThread(end::countDown);
        host.close();
        ending.join();

        assertEquals(List.of(), node.watch.faults().of("good"));
    }

    @Test
    void aThreadThatRunsTheProgramsClassOfTheSameNameIsNotThePlugins() throws Exception {
        String twin =
                "package twin; public final class Twin implements Runnable {"
                        + " public void run() { %s r.run(); } }".formatted(waitForEnd());
        Path programs = temporary.resolve("program.jar");
        PluginJar.plugin("program").source("twin.Twin", twin).writeTo(programs);
        host = host(short_(10_000, 10_000));
        Sources.namedService("forgetful", "new twin.Twin();", "")
                .source("twin.Twin", twin)
                .writeTo(plugins.resolve("forgetful.jar"));

        URL[] classes = {programs.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader("program", classes, null)) {
            Object task = loader.loadClass("twin.Twin").getConstructor().newInstance();
            Thread own = Thread.ofPlatform().daemon().start((Runnable) task);
            start();
            host.close();

            assertEquals(List.of(), node.watch.faults().of("forgetful"));
            end.countDown();
            own.join();
        }
    }
}
