package dev.peerloom.plugin.eth.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.plugin.eth.chain.BlockHeader;
import dev.peerloom.plugin.eth.chain.GenesisChain;
import dev.peerloom.plugin.eth.chain.TestChain;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.wire.Answer;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;
import dev.peerloom.plugin.eth.wire.Status;
import dev.peerloom.testkit.MessagePipe;
import dev.peerloom.testkit.TestPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

@Timeout(60)
class HeaderFetcherTest {
    private static final int LENGTH = 30;
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir Path directory;
    private final Sessions sessions = new Sessions();
    private final EthCounters counters = new EthCounters();
    private final List<Remote> remotes = new ArrayList<>();
    private TestChain blocks;
    private LocalNode local;

    @BeforeEach
    void build() throws Exception {
        blocks = TestChain.create(directory, LENGTH);
        local = new LocalNode(1337, new GenesisChain(blocks.genesis()), blocks.genesis().forks());
    }

    @AfterEach
    void close() {
        remotes.forEach(remote -> remote.pipe.close());
    }

    /** A peer that says it has the blocks up to some number; the test plays it. */
    private final class Remote {
        final TestPeer peer = TestPeer.create();
        final MessagePipe pipe = MessagePipe.create(new Capability("eth", 69), 18, 10 << 20);
        final FutureTask<Void> running;

        Remote(int latest) throws Exception {
            remotes.add(this);
            BlockRange range = new BlockRange(0, latest, blocks.hash(latest));
            Status ours = local.status(EthVersion.ETH_69);
            Status status = new Status(69, ours.networkId(), ours.genesis(), ours.forkId(), range);
            pipe.second().write(EthCode.STATUS, status.encode());
            running =
                    new FutureTask<>(
                            () -> {
                                sessions.run(
                                        EthSession.open(
                                                peer,
                                                EthVersion.ETH_69,
                                                pipe.first(),
                                                local,
                                                counters,
                                                LONG));
                                return null;
                            });
            Thread.ofVirtual().start(running);
            assertEquals(EthCode.STATUS, pipe.second().read(LONG).code());
            await().until(() -> sessions.of(peer) != null);
        }

        GetBlockHeaders request() throws Exception {
            Message message = pipe.second().read(LONG);
            assertEquals(EthCode.GET_BLOCK_HEADERS, message.code());
            return GetBlockHeaders.decode(message.payload());
        }

        void answer(long id, List<byte[]> headers) throws Exception {
            pipe.second().write(EthCode.BLOCK_HEADERS, new Answer(id, headers).encode());
        }

        void answer(GetBlockHeaders request, int most) throws Exception {
            int from = (int) request.originNumber();
            int count = (int) Math.min(Math.min(request.amount(), most), LENGTH - from + 1);
            answer(request.requestId(), headers(from, Math.max(0, count)));
        }
    }

    private List<byte[]> headers(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(blocks::header).toList();
    }

    private FutureTask<List<BlockHeader>> fetch(long from, int count, Duration timeout) {
        HeaderFetcher fetcher = new HeaderFetcher(sessions, blocks.hash(0), counters, timeout);
        FutureTask<List<BlockHeader>> task = new FutureTask<>(() -> fetcher.fetch(from, count));
        Thread.ofVirtual().start(task);
        return task;
    }

    @Test
    void fetchesInPiecesAndVerifiesThem() throws Exception {
        Remote remote = new Remote(LENGTH);
        FutureTask<List<BlockHeader>> fetching = fetch(3, 20, LONG);
        remote.answer(remote.request(), 8);
        GetBlockHeaders second = remote.request();
        assertEquals(11, second.originNumber());
        assertEquals(12, second.amount());
        remote.answer(second, 12);
        List<BlockHeader> headers = fetching.get();
        assertEquals(20, headers.size());
        for (int i = 0; i < 20; i++) {
            assertEquals(blocks.hash(3 + i), headers.get(i).hash());
        }
    }

    @Test
    void endsWhereThePeerHasNoMore() throws Exception {
        Remote remote = new Remote(LENGTH);
        FutureTask<List<BlockHeader>> fetching = fetch(28, 20, LONG);
        remote.answer(remote.request(), 20);
        remote.answer(remote.request(), 20); // empty
        assertEquals(3, fetching.get().size());
    }

    @Test
    void asksOnlyPeersThatHaveTheBlock() throws Exception {
        new Remote(5);
        IOException e = failure(fetch(6, 1, LONG));
        assertTrue(String.valueOf(e.getMessage()).contains("none of them has it"));
    }

    @Test
    void disconnectsAPeerWhoseHeadersDoNotChain() throws Exception {
        List<byte[]> gap = List.of(blocks.header(3), blocks.header(5));
        assertBad(3, gap);
        assertBad(3, headers(4, 2));
        assertBad(0, headers(1, 1));
        assertBad(3, List.of(new byte[] {(byte) 0xc0}));
        TestChain other = TestChain.create(directory, 0);
        other.grow(LENGTH, 9);
        assertBad(3, List.of(blocks.header(3), other.header(4)));
        byte[] otherGenesis = TestChain.beforeShanghai(directory, 0).header(0);
        assertBad(0, List.of(otherGenesis));
    }

    private void assertBad(int from, List<byte[]> headers) throws Exception {
        Remote remote = new Remote(LENGTH);
        FutureTask<List<BlockHeader>> fetching = fetch(from, 2, LONG);
        remote.answer(remote.request().requestId(), headers);
        failure(fetching);
        assertEquals(
                DisconnectReason.BREACH_OF_PROTOCOL, remote.peer.disconnects().getFirst().reason());
        remote.pipe.close();
        await().until(() -> sessions.of(remote.peer) == null);
    }

    @Test
    void goesOnWithAnotherPeerWhenOneDoesNotAnswer() throws Exception {
        Remote silent = new Remote(LENGTH);
        failure(fetch(1, 2, Duration.ofMillis(1)));
        long late = silent.request().requestId();
        Remote other = new Remote(LENGTH);
        // whichever is asked first, the silent one is passed over
        FutureTask<List<BlockHeader>> fetching = fetch(1, 2, Duration.ofSeconds(4));
        other.answer(other.request(), 2);
        assertEquals(2, fetching.get().size());
        // a late answer is no breach
        silent.answer(late, headers(1, 2));
        silent.pipe
                .second()
                .write(EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(9, 0, 1).encode());
        Message next = silent.pipe.second().read(LONG);
        while (next.code() == EthCode.GET_BLOCK_HEADERS) { // the request that it passed over
            next = silent.pipe.second().read(LONG);
        }
        assertEquals(9, Answer.decode(next.payload()).requestId());
    }

    @Test
    void endsTheSessionForMoreHeadersThanWereAskedFor() throws Exception {
        Remote remote = new Remote(LENGTH);
        FutureTask<List<BlockHeader>> fetching = fetch(1, 2, LONG);
        remote.answer(remote.request().requestId(), headers(1, 3));
        failure(fetching);
        Exception e = assertThrows(Exception.class, remote.running::get);
        DisconnectException cause = assertInstanceOf(DisconnectException.class, e.getCause());
        assertEquals(DisconnectReason.SUBPROTOCOL_ERROR, cause.reason());
    }

    @Test
    void failsWhenThePeerLeaves() throws Exception {
        Remote remote = new Remote(LENGTH);
        FutureTask<List<BlockHeader>> fetching = fetch(1, 2, LONG);
        remote.request();
        remote.pipe.close();
        failure(fetching);
        Exception e = assertThrows(Exception.class, remote.running::get);
        assertInstanceOf(EOFException.class, e.getCause());
        await().until(() -> sessions.all().isEmpty());
    }

    @Test
    void givesUpOnAPeerWithoutStatus() {
        Capability eth = new Capability("eth", 69);
        try (MessagePipe pipe = MessagePipe.builder(eth, 18, 1000).realTime().build()) {
            DisconnectException e =
                    assertThrows(
                            DisconnectException.class,
                            () ->
                                    EthSession.open(
                                            TestPeer.create(),
                                            EthVersion.ETH_69,
                                            pipe.first(),
                                            local,
                                            counters,
                                            Duration.ofMillis(1)));
            assertEquals(DisconnectReason.PING_TIMEOUT, e.reason());
        }
    }

    private static IOException failure(FutureTask<List<BlockHeader>> fetching) {
        Exception e = assertThrows(Exception.class, fetching::get);
        return assertInstanceOf(IOException.class, e.getCause());
    }

    @Test
    void announcesOnlyStepsThatAreWorthIt() throws Exception {
        Remote remote = new Remote(LENGTH);
        EthSession session = sessions.of(remote.peer);
        Hash32 hash = blocks.hash(1);
        session.announce(new BlockRange(0, 31, hash));
        session.announce(new BlockRange(0, 32, hash));
        session.announce(new BlockRange(0, 63, hash));
        session.announce(new BlockRange(0, 31, hash));
        assertEquals(32, BlockRange.decode(remote.pipe.second().read(LONG).payload()).latest());
        assertEquals(31, BlockRange.decode(remote.pipe.second().read(LONG).payload()).latest());
    }
}
