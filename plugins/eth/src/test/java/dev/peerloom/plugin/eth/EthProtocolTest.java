package dev.peerloom.plugin.eth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.chain.BlockHeader;
import dev.peerloom.plugin.eth.chain.TestChain;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkId;
import dev.peerloom.plugin.eth.wire.Answer;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.Cells;
import dev.peerloom.plugin.eth.wire.CustodyMask;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;
import dev.peerloom.plugin.eth.wire.GetCells;
import dev.peerloom.plugin.eth.wire.GetReceipts;
import dev.peerloom.plugin.eth.wire.HashesRequest;
import dev.peerloom.plugin.eth.wire.Receipts;
import dev.peerloom.plugin.eth.wire.Status;
import dev.peerloom.plugin.eth.wire.TransactionHashes;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole plugin over a chain of 80 blocks, from the other end of the link. */
@Timeout(60)
class EthProtocolTest {
    private static final int LENGTH = 80;

    @TempDir Path directory;
    private TestChain blocks;
    private FakeNodeContext node;
    private List<Protocol> protocols;

    @BeforeEach
    void start() throws Exception {
        blocks = TestChain.create(directory, LENGTH);
        node =
                FakeNodeContext.builder()
                        .setting("genesis", blocks.genesisFile().toString())
                        .setting("chain", blocks.write().toString())
                        .build();
        protocols = node.start(new EthService());
    }

    @AfterEach
    void stop() throws Exception {
        node.stop();
        node.close();
    }

    private Protocol protocol(EthVersion version) {
        return protocols.get(version.number() - 69);
    }

    private Status status(EthVersion version) {
        return new Status(
                version.number(),
                1337,
                blocks.hash(0),
                forkId(),
                range(0, LENGTH, blocks.hash(80)));
    }

    private ForkId forkId() {
        return blocks.genesis().forks().idAt(LENGTH, 0x10 + 12L * LENGTH);
    }

    private static BlockRange range(long from, long to, Hash32 hash) {
        return new BlockRange(from, to, hash);
    }

    /** A peer that has exchanged Status. */
    private ScriptedPeer peer(EthVersion version) throws InterruptedException, RlpException {
        ScriptedPeer peer = ScriptedPeer.against(protocol(version));
        peer.expect(EthCode.STATUS);
        peer.send(EthCode.STATUS, status(version).encode());
        return peer;
    }

    @Test
    void offersFourVersionsWithTheirLengths() {
        assertEquals(
                List.of("eth/69 18", "eth/70 18", "eth/71 20", "eth/72 22"),
                protocols.stream()
                        .map(p -> p.name() + "/" + p.version() + " " + p.length())
                        .toList());
        assertEquals(10 << 20, protocols.getFirst().maxPayload());
    }

    @ParameterizedTest
    @EnumSource
    void sendsItsStatusFirst(EthVersion version) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.against(protocol(version))) {
            assertEquals(status(version), Status.decode(peer.expect(EthCode.STATUS)));
        }
    }

    @Test
    void disconnectsForAnotherChainAsUseless() throws Exception {
        Status good = status(EthVersion.ETH_69);
        ForkId otherFork = ForkId.parse("deadbeef/0");
        assertRefused(
                new Status(69, 1, good.genesis(), good.forkId(), good.range()),
                DisconnectReason.USELESS_PEER);
        assertRefused(
                new Status(69, 1337, Hash32.EMPTY_TRIE, good.forkId(), good.range()),
                DisconnectReason.USELESS_PEER);
        assertRefused(
                new Status(69, 1337, good.genesis(), otherFork, good.range()),
                DisconnectReason.USELESS_PEER);
        assertEquals(3.0, node.registered().metric("status_rejected_total"));
    }

    @Test
    void disconnectsForAStatusThatBreaksTheRules() throws Exception {
        Status good = status(EthVersion.ETH_69);
        assertRefused(
                new Status(70, 1337, good.genesis(), good.forkId(), good.range()),
                DisconnectReason.SUBPROTOCOL_ERROR);
        assertRefused(
                new Status(69, 1337, good.genesis(), good.forkId(), range(9, 8, blocks.hash(8))),
                DisconnectReason.SUBPROTOCOL_ERROR);
        assertRefused(
                new Status(69, 1337, good.genesis(), good.forkId(), range(0, 8, Hash32.ZERO)),
                DisconnectReason.SUBPROTOCOL_ERROR);
    }

    private void assertRefused(Status status, DisconnectReason reason) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.against(protocol(EthVersion.ETH_69))) {
            peer.expect(EthCode.STATUS);
            peer.send(EthCode.STATUS, status.encode());
            peer.expectDisconnect(reason);
        }
    }

    @Test
    void disconnectsForAMessageBeforeStatusAndForASecondStatus() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.against(protocol(EthVersion.ETH_69))) {
            peer.expect(EthCode.STATUS);
            peer.send(EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(1, 0, 1).encode());
            peer.expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
        }
        try (ScriptedPeer peer = peer(EthVersion.ETH_69)) {
            peer.send(EthCode.STATUS, status(EthVersion.ETH_69).encode());
            peer.expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
        }
    }

    @Test
    void acceptsBlockRangesOfTheFutureAndOfExpiredHistory() throws Exception {
        try (ScriptedPeer peer = peer(EthVersion.ETH_72)) {
            peer.send(
                    EthCode.BLOCK_RANGE_UPDATE,
                    range(LENGTH + 10, LENGTH + 50, Hash32.EMPTY_LIST).encode());
            peer.send(
                    EthCode.BLOCK_RANGE_UPDATE,
                    range(LENGTH - 10, LENGTH, blocks.hash(LENGTH)).encode());
            assertEquals(List.of(0L), headerNumbers(peer, 7, 0, 1)); // still here
            assertEquals(
                    Map.of(
                            "version",
                            72,
                            "earliestBlock",
                            70L,
                            "latestBlock",
                            80L,
                            "latestBlockHash",
                            blocks.hash(LENGTH).toString()),
                    protocol(EthVersion.ETH_72).peerInfo(peer.runner().peer()));
            assertEquals(2.0, node.registered().metric("range_updates_received_total"));
        }
    }

    @Test
    void disconnectsForABlockRangeThatCannotBe() throws Exception {
        for (BlockRange bad : List.of(range(10, 8, blocks.hash(8)), range(0, 8, Hash32.ZERO))) {
            try (ScriptedPeer peer = peer(EthVersion.ETH_71)) {
                peer.send(EthCode.BLOCK_RANGE_UPDATE, bad.encode());
                peer.expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
            }
        }
    }

    @Test
    void servesHeadersByHashWithAGap() throws Exception {
        try (ScriptedPeer peer = peer(EthVersion.ETH_69)) {
            GetBlockHeaders request = new GetBlockHeaders(33, blocks.hash(1), 0, 2, 1, false);
            peer.send(EthCode.GET_BLOCK_HEADERS, request.encode());
            Answer answer = Answer.decode(peer.expect(EthCode.BLOCK_HEADERS));
            assertEquals(33, answer.requestId());
            assertEquals(2, answer.items().size());
            assertArrayEquals(blocks.header(1), answer.items().get(0));
            assertArrayEquals(blocks.header(3), answer.items().get(1));
        }
    }

    @Test
    void answersTenRequestsForABlockThatCannotExist() throws Exception {
        try (ScriptedPeer peer = peer(EthVersion.ETH_72)) {
            for (int id = 0; id < 10; id++) {
                assertEquals(List.of(), headerNumbers(peer, id, -1, 1));
            }
        }
    }

    @Test
    void answersRequestsThatShareAnIdAndThatHaveIdZero() throws Exception {
        try (ScriptedPeer peer = peer(EthVersion.ETH_70)) {
            peer.send(EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(1234, 1, 2).encode());
            peer.send(EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(1234, 33, 3).encode());
            assertEquals(2, Answer.decode(peer.expect(EthCode.BLOCK_HEADERS)).items().size());
            assertEquals(3, Answer.decode(peer.expect(EthCode.BLOCK_HEADERS)).items().size());
            assertEquals(List.of(0L, 1L), headerNumbers(peer, 0, 0, 2));
        }
    }

    @Test
    void servesBodies() throws Exception {
        try (ScriptedPeer peer = peer(EthVersion.ETH_69)) {
            HashesRequest request =
                    new HashesRequest(55, List.of(blocks.hash(54), blocks.hash(75)));
            peer.send(EthCode.GET_BLOCK_BODIES, request.encode());
            Answer answer = Answer.decode(peer.expect(EthCode.BLOCK_BODIES));
            assertEquals(55, answer.requestId());
            assertArrayEquals(blocks.body(54), answer.items().get(0));
            assertArrayEquals(blocks.body(75), answer.items().get(1));
            assertEquals(2.0, node.registered().metric("bodies_served_total"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersEmptyWhereItHasNothing(EthVersion version) throws Exception {
        List<Hash32> two = List.of(blocks.hash(3), Hash32.ZERO);
        try (ScriptedPeer peer = peer(version)) {
            peer.send(EthCode.GET_RECEIPTS, new GetReceipts(1, 0, two).encode(version));
            Receipts receipts = Receipts.decode(version, peer.expect(EthCode.RECEIPTS));
            assertEquals(new Receipts(1, false, List.of()), receipts);
            peer.send(EthCode.GET_POOLED_TRANSACTIONS, new HashesRequest(2, two).encode());
            assertEquals(
                    new Answer(2, List.of()),
                    Answer.decode(peer.expect(EthCode.POOLED_TRANSACTIONS)));
            if (version.number() >= 71) {
                peer.send(EthCode.GET_BLOCK_ACCESS_LISTS, new HashesRequest(3, two).encode());
                Answer lists = Answer.decode(peer.expect(EthCode.BLOCK_ACCESS_LISTS));
                assertEquals(3, lists.requestId());
                assertEquals(2, lists.items().size());
                assertArrayEquals(new byte[] {(byte) 0x80}, lists.items().getFirst());
            }
            if (version.hasCells()) {
                CustodyMask mask = new CustodyMask(5, 6);
                peer.send(EthCode.GET_CELLS, new GetCells(4, two, mask).encode());
                assertEquals(
                        new Cells(4, List.of(), List.of(), mask),
                        Cells.decode(peer.expect(EthCode.CELLS)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsAnnouncements(EthVersion version) throws Exception {
        try (ScriptedPeer peer = peer(version)) {
            RlpWriter transactions = new RlpWriter().startList();
            transactions.startList().write(1).endList().write(new byte[] {2, 3});
            peer.send(EthCode.TRANSACTIONS, transactions.endList().toByteArray());
            TransactionHashes hashes =
                    new TransactionHashes(
                            List.of(
                                    new TransactionHashes.Announced(
                                            (byte) 2, 100, Hash32.EMPTY_LIST)),
                            version.hasCells() ? new CustodyMask(1, 2) : null);
            peer.send(EthCode.NEW_POOLED_TRANSACTION_HASHES, hashes.encode());
            assertEquals(List.of(0L), headerNumbers(peer, 1, 0, 1));
            assertEquals(2.0, node.registered().metric("transactions_received_total"));
            assertEquals(1.0, node.registered().metric("transactions_announced_total"));
        }
    }

    @Test
    void disconnectsForMalformedMessages() throws Exception {
        for (int code :
                new int[] {
                    EthCode.GET_BLOCK_HEADERS,
                    EthCode.BLOCK_HEADERS,
                    EthCode.GET_BLOCK_BODIES,
                    EthCode.NEW_POOLED_TRANSACTION_HASHES,
                    EthCode.GET_RECEIPTS,
                    EthCode.BLOCK_RANGE_UPDATE,
                    EthCode.GET_BLOCK_ACCESS_LISTS,
                    EthCode.CELLS,
                }) {
            try (ScriptedPeer peer = peer(EthVersion.ETH_72)) {
                peer.send(code, new byte[] {(byte) 0xc1, 5});
                peer.expectDisconnect(DisconnectReason.BREACH_OF_PROTOCOL);
            }
        }
    }

    @Test
    void disconnectsForAnswersThatNobodyAskedFor() throws Exception {
        byte[] answer = new Answer(77, List.of()).encode();
        for (int code :
                new int[] {
                    EthCode.BLOCK_HEADERS,
                    EthCode.BLOCK_BODIES,
                    EthCode.POOLED_TRANSACTIONS,
                    EthCode.BLOCK_ACCESS_LISTS,
                }) {
            assertBreach(EthVersion.ETH_71, code, answer);
        }
        assertBreach(EthVersion.ETH_69, EthCode.RECEIPTS, answer);
    }

    @Test
    void disconnectsForCodesThatAreNoLongerUsed() throws Exception {
        for (int code : new int[] {0x01, 0x07, 0x0b, 0x0e}) {
            assertBreach(EthVersion.ETH_69, code, new byte[] {(byte) 0xc0});
        }
    }

    @Test
    void disconnectsForTooManyTransactionsInOneMessage() throws Exception {
        RlpWriter transactions = new RlpWriter().startList();
        for (int i = 0; i <= 5000; i++) {
            transactions.startList().endList();
        }
        assertBreach(EthVersion.ETH_69, EthCode.TRANSACTIONS, transactions.endList().toByteArray());
    }

    private void assertBreach(EthVersion version, int code, byte[] payload) throws Exception {
        try (ScriptedPeer peer = peer(version)) {
            peer.send(code, payload);
            peer.expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
        }
    }

    @Test
    void announcesAChainThatGrewByAnEpoch() throws Exception {
        try (ScriptedPeer peer = peer(EthVersion.ETH_69)) {
            assertEquals(List.of(0L), headerNumbers(peer, 1, 0, 1));
            blocks.grow(31, 1);
            blocks.write();
            assertEquals(111L, node.registered().call("extendChain"));
            assertEquals(List.of(111L), headerNumbers(peer, 2, 111, 1)); // 31 blocks: no message
            blocks.grow(1, 1);
            blocks.write();
            assertEquals(112L, node.registered().call("extendChain"));
            assertEquals(
                    range(0, 112, blocks.hash(112)),
                    BlockRange.decode(peer.expect(EthCode.BLOCK_RANGE_UPDATE)));
        }
    }

    @Test
    void describesItselfAsGethDoes() {
        Map<String, ?> info = protocols.getFirst().nodeInfo();
        assertEquals(Set.of("network", "genesis", "head", "config"), info.keySet());
        assertEquals(1337L, info.get("network"));
        assertEquals(blocks.hash(0).toString(), info.get("genesis"));
        assertEquals(blocks.hash(LENGTH).toString(), info.get("head"));
        assertTrue(((Map<?, ?>) info.get("config")).containsKey("londonBlock"));
    }

    private static List<Long> headerNumbers(ScriptedPeer peer, long id, long from, long amount)
            throws Exception {
        peer.send(EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(id, from, amount).encode());
        Answer answer = Answer.decode(peer.expect(EthCode.BLOCK_HEADERS));
        assertEquals(id, answer.requestId());
        List<Long> numbers = new ArrayList<>();
        for (byte[] header : answer.items()) {
            numbers.add(BlockHeader.decode(header).number());
        }
        return numbers;
    }
}
