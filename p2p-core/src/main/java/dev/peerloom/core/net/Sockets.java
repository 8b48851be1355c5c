package dev.peerloom.core.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a node, one per core. On sockets of the JDK, not on Netty's native ones: those
 * cannot be written to from another thread than the event loop's ({@link OpenSocketChannel}).
 */
final class Sockets implements AutoCloseable {
    /** What one link may have read before the loop turns to the next: twice this, 32 KiB. */
    static final int READ_SIZE = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final int READS_PER_TURN = 2;
    private static final Duration LAG_LIMIT = Duration.ofSeconds(1);

    private final EventLoopGroup loops;

    Sockets() {
        int cores = Runtime.getRuntime().availableProcessors();
        loops =
                new MultiThreadIoEventLoopGroup(
                        cores,
                        new DefaultThreadFactory("peerloom-loop", true),
                        NioIoHandler.newFactory());
    }

    /** Loads what hands out buffers, and the sockets' classes. */
    static void prepare() {
        LOG.debug("buffers: {}", ByteBufAllocator.DEFAULT);
    }

    EventLoopGroup loops() {
        return loops;
    }

    RecvByteBufAllocator readSizes() {
        return new FixedRecvByteBufAllocator(READ_SIZE).maxMessagesPerRead(READS_PER_TURN);
    }

    /**
     * For each loop how long a task waits for its turn; the limit for one that does not come to it
     * by then.
     */
    List<Duration> lags() {
        long start = System.nanoTime();
        List<CompletableFuture<Duration>> waits = new ArrayList<>();
        for (EventExecutor loop : loops) {
            CompletableFuture<Duration> waited = new CompletableFuture<>();
            loop.execute(() -> waited.complete(Duration.ofNanos(System.nanoTime() - start)));
            waits.add(
                    waited.completeOnTimeout(LAG_LIMIT, LAG_LIMIT.toNanos(), TimeUnit.NANOSECONDS));
        }
        List<Duration> lags = new ArrayList<>();
        for (CompletableFuture<Duration> wait : waits) {
            lags.add(wait.join());
        }
        return lags;
    }

    /** Stops the loops; waits for them for two seconds at most. */
    @Override
    public void close() {
        boolean stopped =
                loops.shutdownGracefully(0, 2, TimeUnit.SECONDS)
                        .awaitUninterruptibly(3, TimeUnit.SECONDS);
        if (!stopped) {
            LOG.warn("The event loops have not stopped in time");
        }
    }
}
