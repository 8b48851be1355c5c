package dev.peerloom.plugin.eth;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.eth.chain.DamagedExportException;
import dev.peerloom.plugin.eth.chain.MerkleRoots;
import dev.peerloom.plugin.eth.chain.StoredChain;
import dev.peerloom.plugin.eth.chain.TestChain;
import dev.peerloom.plugin.eth.fork.ForkId;
import dev.peerloom.plugin.eth.fork.ForkSchedule;
import dev.peerloom.plugin.eth.fork.Mainnet;
import dev.peerloom.plugin.eth.session.LocalNode;
import dev.peerloom.plugin.eth.wire.Answer;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;
import dev.peerloom.plugin.eth.wire.HashesRequest;
import dev.peerloom.plugin.eth.wire.Status;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

@Timeout(60)
class EthServiceTest {
    @TempDir Path directory;

    @Test
    void peersWithMainnetWithoutAnySetting() throws Exception {
        try (FakeNodeContext node = FakeNodeContext.create()) {
            Status status = firstStatus(node);
            assertEquals(Mainnet.NETWORK_ID, status.networkId());
            assertEquals(Mainnet.GENESIS, status.genesis());
            assertEquals(Mainnet.GENESIS, status.range().latestHash());
            assertEquals(0, status.range().latest());
        }
    }

    @Test
    void takesGenesisNetworkAndForkIdFromSettings() throws Exception {
        String genesis = "25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9";
        try (FakeNodeContext node =
                FakeNodeContext.builder()
                        .setting("genesis-hash", genesis)
                        .setting("network-id", "11155111")
                        .setting("fork-id", "268956b6/1791294816")
                        .build()) {
            Status status = firstStatus(node);
            assertEquals(11155111, status.networkId());
            assertEquals("0x" + genesis, status.genesis().toString());
            assertEquals(ForkId.parse("268956b6/1791294816"), status.forkId());
            assertEquals(Set.of(), node.unusedSettings());
        }
    }

    @Test
    void derivesTheForkIdFromAnUnknownGenesis() throws Exception {
        try (FakeNodeContext node =
                FakeNodeContext.builder().setting("genesis-hash", "00".repeat(32)).build()) {
            assertEquals(ForkId.parse("190a55ad/0"), firstStatus(node).forkId());
        }
    }

    @Test
    void answersEmptyListsWithoutAChain() throws Exception {
        try (FakeNodeContext node = FakeNodeContext.create();
                ScriptedPeer peer = peer(node.start(new EthService()))) {
            peer.send(EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(8, 0, 5).encode());
            assertEquals(
                    new Answer(8, List.of()), Answer.decode(peer.expect(EthCode.BLOCK_HEADERS)));
            peer.send(
                    EthCode.GET_BLOCK_BODIES,
                    new HashesRequest(9, List.of(Mainnet.GENESIS)).encode());
            assertEquals(
                    new Answer(9, List.of()), Answer.decode(peer.expect(EthCode.BLOCK_BODIES)));
        }
    }

    @Test
    void theChainIdIsTheGenesisFilesAndElseTheNetworks() throws Exception {
        assertEquals("0x1", chainId(Map.of()));
        assertEquals("0xaa36a7", chainId(Map.of("network-id", "11155111")));
        String genesis = TestChain.create(directory, 0).genesisFile().toString();
        String own = chainId(Map.of("genesis", genesis));
        assertEquals(own, chainId(Map.of("genesis", genesis, "network-id", "99")));
        assertEquals("0x539", own);
    }

    private static String chainId(Map<String, String> settings) throws Exception {
        FakeNodeContext.Builder builder = FakeNodeContext.builder();
        settings.forEach(builder::setting);
        try (FakeNodeContext node = builder.build()) {
            node.start(new EthService());
            return node.registered().call("chainId").toString();
        }
    }

    @Test
    void servesTheGenesisWithoutAnExport() throws Exception {
        TestChain blocks = TestChain.create(directory, 0);
        try (FakeNodeContext node =
                        FakeNodeContext.builder()
                                .setting("genesis", blocks.genesisFile().toString())
                                .setting("network-id", "99")
                                .setting("genesis-hash", blocks.hash(0).toString())
                                .build();
                ScriptedPeer peer = peer(node.start(new EthService()))) {
            peer.send(EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(8, 0, 5).encode());
            Answer answer = Answer.decode(peer.expect(EthCode.BLOCK_HEADERS));
            assertEquals(1, answer.items().size());
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() throws Exception {
        TestChain blocks = TestChain.create(directory, 1);
        String genesis = blocks.genesisFile().toString();
        String chain = blocks.write().toString();
        refuses("eth.chain needs eth.genesis", Map.of("chain", chain));
        refuses("eth.fork-id", Map.of("genesis", genesis, "fork-id", "12345678"));
        refuses("8 hexadecimal digits", Map.of("fork-id", "123"));
        refuses("a network id is a decimal number", Map.of("network-id", "-1"));
        refuses("a hash has 32 bytes", Map.of("genesis-hash", "12"));
        refuses("another chain", Map.of("genesis", genesis, "genesis-hash", "00".repeat(32)));
        refuses("there is no genesis file", Map.of("genesis", genesis + "x"));
        refuses("there is no block export", Map.of("genesis", genesis, "chain", chain + "x"));
    }

    @Test
    void refusesADamagedExportWithTheOffset() throws Exception {
        TestChain blocks = TestChain.create(directory, 9);
        byte[] export = blocks.export(1, 9);
        export[export.length - 1] ^= 1;
        Path file = Files.write(directory.resolve("damaged.rlp"), export);
        refuses(
                "damaged at byte " + blocks.offset(9),
                Map.of("genesis", blocks.genesisFile().toString(), "chain", file.toString()));
    }

    private static void refuses(String message, Map<String, String> settings) {
        FakeNodeContext.Builder builder = FakeNodeContext.builder();
        settings.forEach(builder::setting);
        try (FakeNodeContext node = builder.build()) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> node.start(new EthService()));
            String text = String.valueOf(e.getMessage());
            assertTrue(text.contains(message), text);
            assertFalse(text.contains("\n"), text);
        }
    }

    @Test
    void refusesPeersWhileALargeChainIsImported() throws Exception {
        TestChain blocks = TestChain.create(directory, 9);
        try (StoredChain chain =
                StoredChain.open(blocks.genesis(), blocks.write(), directory.resolve("i"))) {
            EthNode node = new EthNode(new LocalNode(1, chain, blocks.genesis().forks()), Map.of());
            Protocol protocol = new EthProtocol(EthVersion.ETH_69, node);
            try (ScriptedPeer peer = ScriptedPeer.against(protocol)) {
                peer.expectDisconnect(DisconnectReason.TOO_MANY_PEERS);
            }
            ChainKeeper keeper = new ChainKeeper(chain, node::publish, 0); // nothing is small
            keeper.start();
            await().until(node::isReady);
            try (ScriptedPeer peer = ScriptedPeer.against(protocol)) {
                Status status = Status.decode(peer.expect(EthCode.STATUS));
                assertEquals(9, status.range().latest());
            }
            keeper.stop();
        }
    }

    @Test
    void servesNobodyWhenTheBackgroundImportMeetsDamage() throws Exception {
        TestChain blocks = TestChain.create(directory, 9);
        byte[] export = blocks.export(1, 9);
        export[export.length - 1] ^= 1;
        Path file = Files.write(directory.resolve("damaged.rlp"), export);
        StoredChain chain = StoredChain.open(blocks.genesis(), file, directory.resolve("i"));
        EthNode node = new EthNode(new LocalNode(1, chain, blocks.genesis().forks()), Map.of());
        ChainKeeper keeper = new ChainKeeper(chain, node::publish, 0);
        keeper.start();
        assertThrows(DamagedExportException.class, keeper::update); // after the one before
        assertFalse(node.isReady());
        Files.write(file, blocks.export(1, 9)); // mended
        assertEquals(9, keeper.update());
        assertTrue(node.isReady());
        keeper.stop();
    }

    @Test
    void stopEndsAnImportAndItGoesOnLater() throws Exception {
        TestChain blocks = TestChain.create(directory, 200);
        StoredChain chain =
                StoredChain.open(blocks.genesis(), blocks.write(), directory.resolve("i"));
        ChainKeeper keeper = new ChainKeeper(chain, () -> {}, 0);
        keeper.start();
        keeper.stop();
        try (StoredChain again =
                        StoredChain.open(
                                blocks.genesis(),
                                directory.resolve("chain.rlp"),
                                directory.resolve("i"));
                MerkleRoots roots = new MerkleRoots()) {
            again.pending();
            again.update(roots, () -> false);
            assertEquals(200, again.head().number());
        }
    }

    @Test
    void mainnetsForkIdMovesWithTheClock() {
        ForkSchedule forks = Mainnet.FORKS;
        assertEquals(
                ForkId.parse("5167e2a6/1765290071"),
                forks.idAt(Mainnet.LAST_BLOCK_FORK, 1_764_798_551L));
    }

    private static Status firstStatus(FakeNodeContext node) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.against(node.start(new EthService()).getFirst())) {
            return Status.decode(peer.expect(EthCode.STATUS));
        }
    }

    /** Sends our own status back, which is always right. */
    private static ScriptedPeer peer(List<Protocol> protocols) throws InterruptedException {
        ScriptedPeer peer = ScriptedPeer.against(protocols.getFirst());
        peer.send(EthCode.STATUS, peer.expect(EthCode.STATUS));
        return peer;
    }
}
