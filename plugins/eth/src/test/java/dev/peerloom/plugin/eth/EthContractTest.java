package dev.peerloom.plugin.eth;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.plugin.eth.chain.TestChain;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;
import dev.peerloom.plugin.eth.wire.GetReceipts;
import dev.peerloom.plugin.eth.wire.HashesRequest;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ProtocolContract;
import dev.peerloom.testkit.SampleMessage;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** eth/69 to eth/72 over a chain of nine blocks keep what every protocol must keep. */
@Timeout(120)
class EthContractTest extends ProtocolContract {
    private static final int LENGTH = 9;

    @TempDir Path directory;
    private TestChain blocks;
    private String chain;

    @BeforeEach
    void writeChain() throws Exception {
        blocks = TestChain.create(directory, LENGTH);
        chain = blocks.write().toString();
    }

    @Override
    protected FakeNodeContext.Builder node() {
        return FakeNodeContext.builder()
                .setting("genesis", blocks.genesisFile().toString())
                .setting("chain", chain);
    }

    @Override
    protected NodeService service() {
        return new EthService();
    }

    /** Sends the node's own status back, which is always right. */
    @Override
    protected void opening(ScriptedPeer remote) throws Exception {
        remote.send(EthCode.STATUS, remote.expect(EthCode.STATUS));
    }

    @Override
    protected List<SampleMessage> samples(Capability capability) {
        EthVersion version =
                Arrays.stream(EthVersion.values())
                        .filter(one -> one.number() == capability.version())
                        .findAny()
                        .orElseThrow();
        List<Hash32> hashes = List.of(blocks.hash(3), Hash32.ZERO);
        BlockRange range = new BlockRange(1, LENGTH, blocks.hash(LENGTH));
        return List.of(
                SampleMessage.of(
                        EthCode.GET_BLOCK_HEADERS, GetBlockHeaders.ascending(1, 2, 3).encode()),
                SampleMessage.of(EthCode.GET_BLOCK_BODIES, new HashesRequest(2, hashes).encode()),
                SampleMessage.of(
                        EthCode.GET_RECEIPTS, new GetReceipts(3, 0, hashes).encode(version)),
                SampleMessage.of(
                        EthCode.GET_POOLED_TRANSACTIONS, new HashesRequest(4, hashes).encode()),
                SampleMessage.of(EthCode.BLOCK_RANGE_UPDATE, range.encode()));
    }
}
