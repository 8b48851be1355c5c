package dev.peerloom.core.plugin;

import dev.peerloom.core.fault.Failures;
import dev.peerloom.core.fault.PluginThreads;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names the plugin that ends the process by {@code System.exit}. Nothing can keep it from that, as
 * Java has no security manager any more: a plugin is trusted. While the JVM shuts down, the thread
 * that asked for it waits inside of that call, where this finds it. Immutable.
 */
final class ExitWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitWatch.class);
    private static final String SHUTDOWN = "java.lang.Shutdown";

    private final PluginThreads threads;
    private final Thread hook;

    private ExitWatch(PluginThreads threads) {
        this.threads = threads;
        this.hook = Thread.ofPlatform().name("exit watch").unstarted(this::tell);
    }

    /** Watches until it is closed. */
    static ExitWatch start(PluginThreads threads) {
        ExitWatch watch = new ExitWatch(threads);
        try {
            Runtime.getRuntime().addShutdownHook(watch.hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process ends already: nothing to watch", e);
        }
        return watch;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process ends: nothing more to watch", e);
        }
    }

    private void tell() {
        Map<Thread, StackTraceElement[]> all = new HashMap<>(Thread.getAllStackTraces());
        threads.current().keySet().forEach(t -> all.put(t, t.getStackTrace()));
        all.values().removeIf(calls -> Arrays.stream(calls).noneMatch(ExitWatch::isExit));
        if (all.isEmpty()) {
            // Not by a signal, nor by the end of main, nor by a thread that anyone can list.
            LOG.error(
                    "The process ends because System.exit was called in a virtual thread that is not"
                            + " one of the node's: a plugin made it");
        }
        all.forEach(
                (thread, calls) -> plugin(thread).ifPresent(plugin -> tell(plugin, thread, calls)));
    }

    private static boolean isExit(StackTraceElement call) {
        return call.getClassName().equals(SHUTDOWN);
    }

    private Optional<String> plugin(Thread thread) {
        return threads.owner(thread)
                .or(() -> loader(thread.getClass().getClassLoader()))
                .or(() -> loader(thread.getContextClassLoader()));
    }

    private static Optional<String> loader(@Nullable ClassLoader loader) {
        return PluginModuleLoader.of(loader).map(PluginModuleLoader::plugin);
    }

    private static void tell(String plugin, Thread thread, StackTraceElement[] calls) {
        // Below the calls of the JDK lies the plugin's that made them.
        StackTraceElement[] own =
                Arrays.stream(calls)
                        .dropWhile(call -> !isExit(call))
                        .dropWhile(call -> call.getClassName().startsWith("java.lang."))
                        .toArray(StackTraceElement[]::new);
        LOG.error(
                "Plugin {}: it ends the whole process: it called System.exit in the thread {}, at"
                        + " {}",
                plugin,
                Text.oneLine(thread.getName()),
                Failures.stack(own));
    }
}
