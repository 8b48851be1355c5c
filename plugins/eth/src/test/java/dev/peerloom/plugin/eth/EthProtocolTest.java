package dev.peerloom.plugin.eth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;
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
import dev.peerloom.plugin.eth.wire.TransactionHashes;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a peer gets that keeps the rules. */
class EthProtocolTest extends EthFixture {
    @Test
    void offersFourVersionsWithTheirLengths() {
        assertEquals(
                List.of("eth/69 18", "eth/70 18", "eth/71 20", "eth/72 22"),
                protocols.stream()
                        .map(p -> p.name() + "/" + p.version() + " " + p.length())
                        .toList());
        assertEquals(10 << 20, protocols.getFirst().maxPayload());
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
}
