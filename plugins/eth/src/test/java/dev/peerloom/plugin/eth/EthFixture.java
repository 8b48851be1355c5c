package dev.peerloom.plugin.eth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.eth.chain.BlockHeader;
import dev.peerloom.plugin.eth.chain.TestChain;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkId;
import dev.peerloom.plugin.eth.wire.Answer;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;
import dev.peerloom.plugin.eth.wire.Status;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The whole plugin over a chain of 80 blocks, from the other end of the link. */
@Timeout(60)
abstract class EthFixture {
    static final int LENGTH = 80;

    @TempDir Path directory;
    TestChain blocks;
    FakeNodeContext node;
    List<Protocol> protocols;

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

    Protocol protocol(EthVersion version) {
        return protocols.get(version.number() - 69);
    }

    Status status(EthVersion version) {
        return new Status(
                version.number(),
                1337,
                blocks.hash(0),
                forkId(),
                range(0, LENGTH, blocks.hash(80)));
    }

    ForkId forkId() {
        return blocks.genesis().forks().idAt(LENGTH, 0x10 + 12L * LENGTH);
    }

    static BlockRange range(long from, long to, Hash32 hash) {
        return new BlockRange(from, to, hash);
    }

    /** A peer that has exchanged Status. */
    ScriptedPeer peer(EthVersion version) throws InterruptedException, RlpException {
        ScriptedPeer peer = ScriptedPeer.against(protocol(version));
        peer.expect(EthCode.STATUS);
        peer.send(EthCode.STATUS, status(version).encode());
        return peer;
    }

    static List<Long> headerNumbers(ScriptedPeer peer, long id, long from, long amount)
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
