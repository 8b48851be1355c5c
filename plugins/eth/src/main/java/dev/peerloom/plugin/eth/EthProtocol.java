package dev.peerloom.plugin.eth;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.eth.session.ChainAnswers;
import dev.peerloom.plugin.eth.session.EthSession;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthVersion;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** One version of eth; what the versions share is the {@link EthNode}. */
final class EthProtocol implements Protocol {
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(5);

    private final EthVersion version;
    private final EthNode node;

    EthProtocol(EthVersion version, EthNode node) {
        this.version = version;
        this.node = node;
    }

    @Override
    public String name() {
        return "eth";
    }

    @Override
    public int version() {
        return version.number();
    }

    @Override
    public int length() {
        return version.length();
    }

    @Override
    public int maxPayload() {
        return ChainAnswers.MAX_MESSAGE;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws IOException, InterruptedException {
        if (!node.isReady()) {
            throw new DisconnectException(
                    DisconnectReason.TOO_MANY_PEERS, "the chain is not imported yet");
        }
        EthSession session =
                EthSession.open(
                        peer, version, channel, node.local(), node.counters(), STATUS_TIMEOUT);
        node.sessions().run(session);
    }

    @Override
    public Map<String, ?> nodeInfo() {
        return node.info();
    }

    /** go-ethereum's names. */
    @Override
    public Map<String, ?> peerInfo(Peer peer) {
        EthSession session = node.sessions().of(peer);
        if (session == null || session.version() != version) {
            return Map.of();
        }
        BlockRange range = session.range();
        return Map.of(
                "version", version.number(),
                "earliestBlock", range.earliest(),
                "latestBlock", range.latest(),
                "latestBlockHash", range.latestHash().toString());
    }
}
