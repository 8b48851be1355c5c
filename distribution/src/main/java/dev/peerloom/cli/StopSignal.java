package dev.peerloom.cli;

import org.slf4j.LoggerFactory;

/**
 * While it is open, SIGTERM and SIGINT run an action and end the process with code 0. The JVM would
 * end with 128 + the signal's number: that it was asked to stop is not a failure of ours.
 */
final class StopSignal implements AutoCloseable {
    private final Thread hook;

    StopSignal(Runnable stop) {
        hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(stop));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void stop(Runnable stop) {
        int code = ExitCode.FAILED;
        try {
            stop.run();
            code = ExitCode.OK;
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(StopSignal.class).error("stopping failed", e);
        } finally {
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(code);
        }
    }

    /** From now on the process ends with the code of the command. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The signal came first: the hook ends the process, whatever happens here.
            LoggerFactory.getLogger(StopSignal.class).debug("already stopping", stopping);
        }
    }
}
