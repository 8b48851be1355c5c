package dev.peerloom.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What is asked of threads that should end. */
final class Threads {
    /** How long a thread may compute on a busy machine before that counts as not ending. */
    static final Duration AT_MOST = Duration.ofSeconds(30);

    private Threads() {}

    /**
     * Waits for a thread to end: for the grace if it then waits for something, which nobody will
     * bring it, and longer if it only has not been given the time to compute.
     *
     * @return whether it has ended
     */
    static boolean ends(Thread thread, Duration grace) throws InterruptedException {
        if (thread.join(grace)) {
            return true;
        }
        boolean stuck =
                switch (thread.getState()) {
                    case WAITING, TIMED_WAITING, BLOCKED -> true;
                    default -> false;
                };
        return !stuck && thread.join(AT_MOST);
    }

    /** Where a thread is, one frame a line, each with a line break before it. */
    static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining());
    }
}
