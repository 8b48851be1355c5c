package dev.peerloom.plugin.eth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkId;
import dev.peerloom.plugin.eth.wire.Answer;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;
import dev.peerloom.plugin.eth.wire.Status;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** What ends a session, and how. */
class EthBreachTest extends EthFixture {
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
    void disconnectsForABlockRangeThatCannotBe() throws Exception {
        for (BlockRange bad : List.of(range(10, 8, blocks.hash(8)), range(0, 8, Hash32.ZERO))) {
            try (ScriptedPeer peer = peer(EthVersion.ETH_71)) {
                peer.send(EthCode.BLOCK_RANGE_UPDATE, bad.encode());
                peer.expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
            }
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
}
