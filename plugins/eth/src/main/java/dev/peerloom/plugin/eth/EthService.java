package dev.peerloom.plugin.eth;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.eth.chain.Genesis;
import dev.peerloom.plugin.eth.chain.GenesisChain;
import dev.peerloom.plugin.eth.chain.MerkleRoots;
import dev.peerloom.plugin.eth.chain.NoChain;
import dev.peerloom.plugin.eth.chain.StoredChain;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkId;
import dev.peerloom.plugin.eth.fork.ForkSchedule;
import dev.peerloom.plugin.eth.fork.Mainnet;
import dev.peerloom.plugin.eth.session.HeaderFetcher;
import dev.peerloom.plugin.eth.session.LocalNode;
import dev.peerloom.plugin.eth.session.LocalNode.Position;
import dev.peerloom.plugin.eth.wire.EthVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Ethereum's wire protocol, eth/69 to eth/72, over the chain that the operator gives, or over none.
 *
 * <p>{@code start} and {@code stop} are called by the node, one after the other.
 */
public final class EthService implements NodeService {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private @Nullable ChainKeeper keeper;

    /** Made by the node. */
    public EthService() {}

    @Override
    public Collection<? extends Protocol> start(NodeContext context)
            throws IOException, InterruptedException {
        EthSettings settings = EthSettings.read(context);
        EthNode node =
                settings.genesis().isPresent()
                        ? withGenesis(context, settings, settings.genesis().get())
                        : withoutChain(settings);
        node.counters().forEach((name, counter) -> context.exposeMetric(name, counter::sum));
        context.exposeMetric("peers", () -> node.sessions().all().size());
        context.exposeMetric("head_block", () -> node.local().chain().head().number());
        HeaderFetcher fetcher =
                new HeaderFetcher(
                        node.sessions(),
                        node.local().chain().genesisHash(),
                        node.counters(),
                        REQUEST_TIMEOUT);
        context.exposeMethod("chainId", node::chainId);
        context.exposeMethod("fetchHeaders", new FetchHeaders(fetcher));
        return Arrays.stream(EthVersion.values())
                .map(version -> new EthProtocol(version, node))
                .toList();
    }

    private EthNode withGenesis(NodeContext context, EthSettings settings, Path file)
            throws IOException, InterruptedException {
        Genesis genesis = ChainKeeper.inOwnThread(() -> genesis(file));
        Hash32 hash = genesis.header().hash();
        settings.genesisHash()
                .filter(expected -> !expected.equals(hash))
                .ifPresent(expected -> refuse(file, hash, expected));
        long networkId = settings.networkId().orElse(genesis.config().chainId());
        Map<String, ?> config = genesis.config().tree();
        if (settings.chain().isEmpty()) {
            GenesisChain chain = new GenesisChain(genesis);
            EthNode node = new EthNode(new LocalNode(networkId, chain, genesis.forks()), config);
            node.publish();
            return node;
        }
        Path index = context.dataDirectory().resolve("chain.index");
        StoredChain chain = StoredChain.open(genesis, settings.chain().get(), index);
        EthNode node = new EthNode(new LocalNode(networkId, chain, genesis.forks()), config);
        keep(chain, node, context);
        return node;
    }

    private void keep(StoredChain chain, EthNode node, NodeContext context)
            throws IOException, InterruptedException {
        ChainKeeper importing = new ChainKeeper(chain, node::publish);
        try {
            importing.start();
            context.exposeMethod("extendChain", params -> extend(importing, params));
            context.exposeMetric("import_progress_ratio", chain::progress);
            keeper = importing;
        } finally {
            if (keeper == null) {
                importing.stop();
            }
        }
    }

    private static Object extend(ChainKeeper keeper, List<Object> params)
            throws IOException, InterruptedException {
        if (!params.isEmpty()) {
            throw new IllegalArgumentException("no params are expected");
        }
        return keeper.update();
    }

    private static Genesis genesis(Path file) {
        try (MerkleRoots roots = new MerkleRoots()) {
            return Genesis.read(file, roots);
        }
    }

    private static void refuse(Path file, Hash32 computed, Hash32 expected) {
        throw new IllegalArgumentException(
                "eth.genesis-hash is "
                        + expected
                        + ", but "
                        + file
                        + " gives "
                        + computed
                        + ": one of them is of another chain");
    }

    /** Mainnet unless the settings say otherwise. */
    private static EthNode withoutChain(EthSettings settings) {
        Hash32 genesis = settings.genesisHash().orElse(Mainnet.GENESIS);
        long networkId = settings.networkId().orElse(Mainnet.NETWORK_ID);
        ForkSchedule forks;
        Supplier<Position> position = () -> new Position(0, 0);
        if (settings.forkId().isPresent()) {
            ForkId announced = settings.forkId().get();
            forks = ForkSchedule.at(announced);
        } else if (genesis.equals(Mainnet.GENESIS)) {
            forks = Mainnet.FORKS;
            position = () -> new Position(Mainnet.LAST_BLOCK_FORK, Instant.now().getEpochSecond());
        } else {
            forks = ForkSchedule.of(genesis, 0, List.of(), List.of());
        }
        LocalNode local = new LocalNode(networkId, new NoChain(genesis), forks, position);
        EthNode node = new EthNode(local, Map.of());
        node.publish();
        return node;
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        if (keeper != null) {
            keeper.stop();
            keeper = null;
        }
    }
}
