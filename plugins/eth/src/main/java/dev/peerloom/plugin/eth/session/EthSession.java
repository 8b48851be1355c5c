package dev.peerloom.plugin.eth.session;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One peer after the exchange of Status.
 *
 * <p>{@link #run} belongs to the protocol's thread for this peer; every other method may be called
 * by any thread.
 */
public final class EthSession {
    private final Peer peer;
    private final EthVersion version;
    private final MessageChannel channel;
    private final MessageHandler handler;
    private final PendingRequests requests = new PendingRequests();
    private final EthCounters counters;
    private volatile BlockRange range;
    private volatile BlockRange announced;

    private EthSession(
            Peer peer,
            EthVersion version,
            MessageChannel channel,
            LocalNode local,
            EthCounters counters,
            BlockRange range,
            BlockRange announced) {
        this.peer = peer;
        this.version = version;
        this.channel = channel;
        this.counters = counters;
        this.range = range;
        this.announced = announced;
        this.handler = new MessageHandler(version, local, counters, requests, this::moved);
    }

    /**
     * Exchanges Status.
     *
     * @param peer the peer
     * @param version the negotiated version
     * @param channel its messages
     * @param local what we tell of ourselves
     * @param counters what is counted
     * @param timeout how long its Status may take
     * @return the session
     * @throws DisconnectException if the peer is of another chain, too slow, or breaks the rules
     * @throws IOException if the link closes or the Status is malformed
     * @throws InterruptedException if the thread is interrupted
     */
    public static EthSession open(
            Peer peer,
            EthVersion version,
            MessageChannel channel,
            LocalNode local,
            EthCounters counters,
            Duration timeout)
            throws IOException, InterruptedException {
        BlockRange ours = local.range();
        BlockRange theirs;
        try {
            theirs = Handshake.exchange(local, version, channel, timeout);
        } catch (DisconnectException e) {
            counters.statusRejected.increment();
            throw e;
        }
        return new EthSession(peer, version, channel, local, counters, theirs, ours);
    }

    /**
     * Answers until the link closes.
     *
     * @throws IOException when it does, or when the peer breaks the rules
     * @throws InterruptedException if the thread is interrupted
     */
    public void run() throws IOException, InterruptedException {
        try {
            while (true) {
                Message message = channel.read();
                Reply reply = handler.handle(message.code(), message.payload());
                if (reply != null) {
                    channel.write(reply.code(), reply.payload());
                }
            }
        } finally {
            requests.close();
        }
    }

    /**
     * The peer.
     *
     * @return who is at the other end
     */
    public Peer peer() {
        return peer;
    }

    /**
     * The version spoken.
     *
     * @return 69 to 72
     */
    public EthVersion version() {
        return version;
    }

    /**
     * The blocks that the peer said last that it has.
     *
     * @return its range
     */
    public BlockRange range() {
        return range;
    }

    private void moved(BlockRange update) {
        range = update;
    }

    /**
     * Tells the peer which blocks we have now, if it is worth a message: one epoch of 32 blocks, or
     * a step back. A link that is full is left alone; the next announcement reaches it.
     *
     * @param now our range
     */
    public void announce(BlockRange now) {
        BlockRange before = announced;
        boolean back = Long.compareUnsigned(now.latest(), before.latest()) < 0;
        if (!back && Long.compareUnsigned(now.latest() - before.latest(), 32) < 0) {
            return;
        }
        if (channel.tryWrite(EthCode.BLOCK_RANGE_UPDATE, now.encode())) {
            announced = now;
            counters.rangeUpdatesSent.increment();
        }
    }

    /**
     * Asks the peer for headers and waits.
     *
     * @param from number of the first
     * @param amount how many at most
     * @param timeout how long to wait
     * @return headers in RLP as the peer sent them, not checked; fewer or none if it has no more
     * @throws TimeoutException if it does not answer
     * @throws IOException if the link closes, or the answer breaks the rules
     * @throws InterruptedException if the thread is interrupted
     */
    public List<byte[]> requestHeaders(long from, int amount, Duration timeout)
            throws IOException, InterruptedException, TimeoutException {
        PendingRequests.Pending request = requests.open(amount);
        try {
            GetBlockHeaders message = GetBlockHeaders.ascending(request.id(), from, amount);
            channel.write(EthCode.GET_BLOCK_HEADERS, message.encode());
            return request.items().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            requests.abandon(request);
        }
    }
}
