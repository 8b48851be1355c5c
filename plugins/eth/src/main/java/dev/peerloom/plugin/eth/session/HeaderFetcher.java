package dev.peerloom.plugin.eth.session;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.eth.chain.BlockHeader;
import dev.peerloom.plugin.eth.common.Hash32;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Fetches headers by number range from whichever peers have them, and verifies that they chain. A
 * peer that does not answer is passed over; one that answers with something else is disconnected.
 *
 * <p>Any thread may fetch; it blocks.
 */
public final class HeaderFetcher {
    /** Most headers of one fetch. */
    public static final int MAX_HEADERS = 16 * ChainAnswers.MAX_HEADERS;

    private final Sessions sessions;
    private final Hash32 genesis;
    private final EthCounters counters;
    private final Duration timeout;

    /**
     * A fetcher.
     *
     * @param sessions the peers to ask
     * @param genesis what block 0 must be
     * @param counters what is counted
     * @param timeout how long a peer may take for one answer
     */
    public HeaderFetcher(
            Sessions sessions, Hash32 genesis, EthCounters counters, Duration timeout) {
        this.sessions = sessions;
        this.genesis = genesis;
        this.counters = counters;
        this.timeout = timeout;
    }

    /**
     * Fetches headers that follow each other.
     *
     * @param from number of the first
     * @param count how many, 1 to {@link #MAX_HEADERS}
     * @return up to so many headers, each the parent of the next; fewer if no peer has the rest
     * @throws IOException if no peer has the first, or none that has it answered well
     * @throws InterruptedException if the thread is interrupted
     */
    public List<BlockHeader> fetch(long from, int count) throws IOException, InterruptedException {
        List<BlockHeader> headers = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (EthSession session : candidates(from)) {
            try {
                fetchFrom(session, from, count, headers);
            } catch (TimeoutException e) {
                failures.add(session.peer().id() + " did not answer");
            } catch (IOException e) {
                failures.add(session.peer().id() + ": " + e.getMessage());
            }
            if (headers.size() == count) {
                break;
            }
        }
        if (headers.isEmpty()) {
            throw new IOException(
                    "no peer delivered block "
                            + from
                            + (failures.isEmpty()
                                    ? ": none of them has it"
                                    : ": " + String.join("; ", failures)));
        }
        return headers;
    }

    /** In an order that differs each time, so that not one peer bears it all. */
    private List<EthSession> candidates(long from) {
        List<EthSession> candidates = new ArrayList<>(sessions.all());
        candidates.removeIf(session -> !session.range().contains(from));
        Collections.shuffle(candidates);
        return candidates;
    }

    /** Appends what this peer delivers, until it has no more. */
    private void fetchFrom(EthSession session, long from, int count, List<BlockHeader> headers)
            throws IOException, InterruptedException, TimeoutException {
        while (headers.size() < count) {
            long next = from + headers.size();
            int amount = Math.min(count - headers.size(), ChainAnswers.MAX_HEADERS);
            List<byte[]> answer = session.requestHeaders(next, amount, timeout);
            if (answer.isEmpty()) {
                return;
            }
            List<BlockHeader> batch = verify(session, next, answer);
            if (!headers.isEmpty()
                    && !batch.getFirst().parentHash().equals(headers.getLast().hash())) {
                throw new IOException(
                        "block " + next + " does not follow what another peer delivered");
            }
            headers.addAll(batch);
            counters.headersFetched.add(batch.size());
        }
    }

    private List<BlockHeader> verify(EthSession session, long from, List<byte[]> answer)
            throws IOException {
        try {
            return chained(from, answer);
        } catch (RlpException e) {
            // Asked for here, as finding one would slow the start of every node down.
            System.getLogger(HeaderFetcher.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "{0} sent headers that cannot be: {1}",
                            session.peer().id(),
                            e.getMessage());
            session.peer()
                    .disconnect(
                            DisconnectReason.BREACH_OF_PROTOCOL,
                            "eth headers that cannot be: " + e.getMessage());
            throw e;
        }
    }

    private List<BlockHeader> chained(long from, List<byte[]> answer) throws RlpException {
        List<BlockHeader> headers = new ArrayList<>();
        for (byte[] rlp : answer) {
            BlockHeader header = BlockHeader.decode(rlp);
            long expected = from + headers.size();
            if (header.number() != expected) {
                throw new RlpException(
                        "block " + header.number() + " where " + expected + " was asked for");
            }
            if (expected == 0 && !header.hash().equals(genesis)) {
                throw new RlpException("another block 0 than the peer's status said");
            }
            if (!headers.isEmpty() && !header.parentHash().equals(headers.getLast().hash())) {
                throw new RlpException("block " + expected + " is no child of the one before");
            }
            headers.add(header);
        }
        return headers;
    }
}
