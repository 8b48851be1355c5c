package dev.peerloom.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The threads that there are, virtual ones included, each with its stack. Immutable.
 *
 * @param threads by thread id: the lines of the dump
 */
record ThreadCensus(Map<Long, String> threads) {
    private static final Pattern HEADER = Pattern.compile("#(\\d+) \"(.*)\".*");
    private static final long LOOK_AGAIN_NANOS = 2_000_000;

    /** Threads of the JDK and of test frameworks, which come and go by themselves. */
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "ForkJoinPool.*|VirtualThread-un.*|Common-Cleaner|Cleaner-.*|process reaper.*"
                            + "|Signal Dispatcher|Notification Thread|Attach Listener|Finalizer"
                            + "|Reference Handler|junit-.*|surefire-.*|Timer-.*surefire.*|JFR .*"
                            + "|Read-Poller.*|Write-Poller.*|RMI .*|JMX .*");

    /** Counts the threads now. */
    static ThreadCensus take() {
        Map<Long, String> found = new TreeMap<>();
        for (String block : dump().split("\n\n", -1)) {
            Matcher header = HEADER.matcher(block.lines().findFirst().orElse(""));
            if (header.matches() && !FOREIGN.matcher(header.group(2)).matches()) {
                found.put(Long.parseLong(header.group(1)), block.strip());
            }
        }
        return new ThreadCensus(found);
    }

    private static String name(String thread) {
        Matcher header = HEADER.matcher(thread.lines().findFirst().orElse(""));
        return header.matches() ? header.group(2) : "";
    }

    private static String dump() {
        try {
            Path folder = Files.createTempDirectory("peerloom-threads");
            Path file = folder.resolve("dump.txt");
            try {
                // The only thing in the JDK that knows virtual threads.
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the threads", e);
        }
    }

    /**
     * Waits until no thread is left that was not there before.
     *
     * @param limit for how long
     * @param except names of threads that may be left, as a regular expression
     * @return the threads that are left then, with their stacks; empty if all is well
     */
    static List<String> awaitNoneBeside(ThreadCensus before, Duration limit, String except)
            throws InterruptedException {
        Pattern excepted = Pattern.compile(except);
        long deadline = System.nanoTime() + limit.toNanos();
        for (; ; ) {
            List<String> left = take().beside(before, excepted);
            if (left.isEmpty() || System.nanoTime() - deadline >= 0) {
                return left;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private List<String> beside(ThreadCensus before, Pattern except) {
        long self = Thread.currentThread().threadId();
        return threads.entrySet().stream()
                .filter(entry -> entry.getKey() != self)
                .filter(entry -> !before.threads().containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(thread -> !except.matcher(name(thread)).matches())
                .collect(Collectors.toList());
    }
}
