package dev.peerloom.plugin.bzz;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.bzz.hive.CandidateSource;
import dev.peerloom.plugin.bzz.hive.Hive;
import dev.peerloom.plugin.bzz.hive.HiveCounters;
import dev.peerloom.plugin.bzz.hive.PeerKeeper;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.table.KademliaTable;
import dev.peerloom.plugin.bzz.wire.BzzAddress;
import dev.peerloom.plugin.bzz.wire.Handshake;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Swarm's bzz/8 and hive/8 over one Kademlia table.
 *
 * <p>{@code start} and {@code stop} are called by the node, one after the other.
 */
public final class BzzService implements NodeService {
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(3);

    private final Duration handshakeLimit;
    private @Nullable PeerKeeper keeper;

    /** Made by the node. */
    public BzzService() {
        this(HANDSHAKE_LIMIT);
    }

    /** One that waits for handshakes no longer than this. */
    BzzService(Duration handshakeLimit) {
        this.handshakeLimit = handshakeLimit;
    }

    @Override
    public Collection<? extends Protocol> start(NodeContext node) throws IOException {
        BzzSettings settings = BzzSettings.read(node);
        Overlay base = settings.overlay().orElseGet(() -> Overlay.ofKey(node.enode().id()));
        KademliaTable table =
                new KademliaTable(
                        base, settings.limits(), System::nanoTime, new SplittableRandom());
        HiveCounters counters = new HiveCounters();
        PeerKeeper keeping = new PeerKeeper(table, node.dataDirectory());
        CandidateSource source = new CandidateSource(table, counters);
        Hive hive =
                new Hive(
                        table,
                        counters,
                        () -> {
                            source.changed();
                            keeping.changed();
                        });
        expose(node, table, counters);
        node.addNodeSource(source);
        keeping.start();
        keeper = keeping;
        Handshake ours =
                new Handshake(
                        Handshake.VERSION,
                        settings.networkId(),
                        new BzzAddress(base, node.enode().toString()),
                        settings.lightNode());
        Handshakes handshakes = new Handshakes();
        return List.of(
                new BzzProtocol(ours, handshakes, counters, handshakeLimit),
                new HiveProtocol(hive, handshakes, handshakeLimit));
    }

    private static void expose(NodeContext node, KademliaTable table, HiveCounters counters) {
        node.exposeMethod("hive", params -> text(table, params));
        node.exposeMetric("peers", table::connectedCount);
        node.exposeMetric("known_nodes", table::knownCount);
        node.exposeMetric("depth", table::depth);
        counters.forEach((name, counter) -> node.exposeMetric(name, counter::sum));
    }

    private static Object text(KademliaTable table, List<Object> params) {
        if (!params.isEmpty()) {
            throw new IllegalArgumentException("no params are expected");
        }
        return table.text(Instant.now());
    }

    @Override
    public void stop() throws InterruptedException {
        if (keeper != null) {
            keeper.stop();
            keeper = null;
        }
    }
}
