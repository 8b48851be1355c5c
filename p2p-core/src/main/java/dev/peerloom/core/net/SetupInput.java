package dev.peerloom.core.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way from the event loop to the thread that sets the connection up. Bounded by the
 * event loop, which stops reading when {@link #add} says that this is full. Guarded by its lock.
 *
 * <p>The reader waits without a timer: one for each wait, which nearly always is cancelled, wakes
 * the thread of all timers twice. The event loop looks at the clock now and then instead.
 */
final class SetupInput {
    private static final int HIGH = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private byte[] bytes = new byte[512];
    private final Runnable onRoom;
    private int length;
    private long waitingUntil;
    private boolean waiting;
    private boolean full;
    private boolean ended;

    /** An empty input; {@code onRoom} runs in the reader that makes room in a full one. */
    SetupInput(Runnable onRoom) {
        this.onRoom = onRoom;
    }

    /** Adds bytes; true if that made this full. */
    boolean add(byte[] source, int offset, int count) {
        lock.lock();
        try {
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
            }
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
            changed.signal();
            boolean nowFull = !full && length > HIGH;
            full |= nowFull;
            return nowFull;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    int read(byte[] into, long deadline) throws IOException, InterruptedException {
        boolean roomAgain;
        int count;
        lock.lockInterruptibly();
        try {
            waitingUntil = deadline;
            while (length == 0) {
                if (ended) {
                    throw new EOFException("the peer closed the connection");
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new SocketTimeoutException("nothing came in time");
                }
                waiting = true;
                changed.await();
            }
            // Also when bytes keep coming: the deadline is for all of them.
            if (System.nanoTime() - deadline >= 0) {
                throw new SocketTimeoutException("not everything came in time");
            }
            count = Math.min(length, into.length);
            System.arraycopy(bytes, 0, into, 0, count);
            System.arraycopy(bytes, count, bytes, 0, length - count);
            length -= count;
            roomAgain = full && length <= HIGH;
            full &= !roomAgain;
        } finally {
            waiting = false;
            lock.unlock();
        }
        if (roomAgain) {
            onRoom.run();
        }
        return count;
    }

    /**
     * Wakes a reader whose deadline has passed.
     *
     * @return for how many nanoseconds nobody's deadline will pass, at most {@code atMost}
     */
    long expire(long now, long atMost) {
        lock.lock();
        try {
            if (!waiting) {
                return atMost;
            }
            long left = waitingUntil - now;
            if (left <= 0) {
                changed.signal();
                return atMost;
            }
            return Math.min(left, atMost);
        } finally {
            lock.unlock();
        }
    }

    /** What nobody has read. */
    byte[] drain() {
        lock.lock();
        try {
            byte[] rest = Arrays.copyOf(bytes, length);
            length = 0;
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
