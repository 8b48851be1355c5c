package dev.peerloom.plugin.shh;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.shh.pool.EnvelopePool;
import dev.peerloom.plugin.shh.pool.Miner;
import dev.peerloom.plugin.shh.rpc.ShhMethods;
import dev.peerloom.plugin.shh.session.Forwarder;
import dev.peerloom.plugin.shh.session.LocalNode;
import dev.peerloom.plugin.shh.session.Sessions;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * Whisper, shh/6, as a full node or a light one.
 *
 * <p>{@code start} and {@code stop} are called by the node, one after the other.
 */
public final class ShhService implements NodeService {
    private final InstantSource clock;
    private @Nullable Forwarder forwarder;
    private @Nullable Miner miner;

    /** Made by the node. */
    public ShhService() {
        this(InstantSource.system());
    }

    /** With a clock that a test moves. */
    ShhService(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Collection<? extends Protocol> start(NodeContext context) {
        ShhSettings settings = ShhSettings.read(context);
        EnvelopePool pool = new EnvelopePool(settings.poolBytes());
        LocalNode local = new LocalNode(settings.requirements(), pool, clock);
        Sessions sessions = new Sessions(local);
        Miner cores = new Miner(Runtime.getRuntime().availableProcessors());
        ShhMethods.of(local, sessions, cores).forEach(context::exposeMethod);
        exposeMetrics(context, local, sessions);
        Forwarder started = new Forwarder(local, sessions);
        started.start();
        forwarder = started;
        miner = cores;
        return List.of(new ShhProtocol(local, sessions));
    }

    private static void exposeMetrics(NodeContext context, LocalNode local, Sessions sessions) {
        local.counters().forEach((name, counter) -> context.exposeMetric(name, counter::sum));
        context.exposeMetric("envelopes_evicted_total", local.pool()::evicted);
        context.exposeMetric("filter_messages_dropped_total", local.filters()::dropped);
        context.exposeMetric("peers", sessions::count);
        context.exposeMetric("envelopes", local.pool()::count);
        context.exposeMetric("pool_bytes", local.pool()::bytes);
        context.exposeMetric("filters", local.filters()::count);
    }

    @Override
    public void stop() throws InterruptedException {
        if (miner != null) {
            miner.close();
            miner = null;
        }
        if (forwarder != null) {
            forwarder.stop();
            forwarder = null;
        }
    }
}
