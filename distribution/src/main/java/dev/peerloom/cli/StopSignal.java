package dev.peerloom.cli;

import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the process with code 0 when it is asked to stop. The JVM would end with 128 + the signal's
 * number: that it was asked to stop is not a failure of ours.
 */
final class StopSignal {
    /** What has not stopped by then is not waited for: the process has ended within 12 s. */
    private static final Duration LIMIT = Duration.ofMillis(11_300);

    private StopSignal() {}

    /**
     * Does some work. If SIGTERM or SIGINT comes meanwhile, another thread runs {@code stop} and
     * then ends the process, wherever the work has come. If a plugin calls {@code System.exit} the
     * same happens, but that is a failure, whatever code it asked for.
     */
    static <T> T during(Runnable stop, Callable<T> work) throws Exception {
        Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> stopAndHalt(stop));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } finally {
            remove(hook);
        }
    }

    private static void stopAndHalt(Runnable stop) {
        AtomicBoolean failed = new AtomicBoolean();
        int code = ExitCode.FAILED;
        try {
            boolean asked = isAsked();
            Thread stopping =
                    Thread.ofPlatform()
                            .daemon()
                            .name("stopping")
                            .start(() -> failed.set(!stops(stop)));
            if (!stopping.join(LIMIT)) {
                LoggerFactory.getLogger(StopSignal.class)
                        .warn(
                                "not everything has stopped within {} s, and is not waited for; a"
                                        + " plugin that is named above does not end",
                                LIMIT.toSeconds());
            }
            if (!asked) {
                // At the same time the node finds out who it was, in a hook of its own.
                TimeUnit.SECONDS.sleep(1);
            } else if (!failed.get()) {
                code = ExitCode.OK;
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a shutdown hook", e);
        } finally {
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(code);
        }
    }

    /** While the JVM shuts down for a signal, the thread that took it waits for that. */
    private static boolean isAsked() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(
                        thread ->
                                thread.getKey().getName().matches("SIG[A-Z0-9]+ handler")
                                        && Arrays.stream(thread.getValue())
                                                .anyMatch(StopSignal::isShutdown));
    }

    private static boolean isShutdown(StackTraceElement call) {
        return call.getClassName().equals("java.lang.Shutdown");
    }

    private static boolean stops(Runnable stop) {
        try {
            stop.run();
            return true;
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(StopSignal.class).error("stopping failed", e);
            return false;
        }
    }

    /** From now on the process ends with the code of the command. */
    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The signal came first: the hook ends the process, whatever happens here.
            LoggerFactory.getLogger(StopSignal.class).debug("already stopping", stopping);
        }
    }
}
