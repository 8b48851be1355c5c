package dev.peerloom.plugin.training;

import dev.peerloom.api.DialCandidate;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls each method of its context once, as plugins do when they start. What of the node and of the
 * JDK that needs is then in the class cache, and the start of other plugins finds it there.
 * Thread-safe: it keeps nothing.
 */
public final class TrainingService implements NodeService {
    /** Made by the plugin host. */
    public TrainingService() {}

    @Override
    public Collection<? extends Protocol> start(NodeContext node) throws IOException {
        int pause = node.setting("pause", 0, Integer::parseInt);
        LongAdder events = new LongAdder();
        Files.createDirectories(node.dataDirectory());
        node.exposeMethod("pause", params -> pause + params.size());
        node.exposeMetric("events_total", events::sum);
        node.onPeerEvent(PeerEvent.class, event -> events.increment());
        node.provide(LongAdder.class, events);
        node.service(LongAdder.class).ifPresent(LongAdder::reset);
        node.sign(new byte[32]);
        node.agree(node.enode().id());
        addSource(node);
        return List.of(new SilentProtocol(1), new SilentProtocol(2));
    }

    /** The scheduler asks it once, and leaves the node itself out. */
    private static void addSource(NodeContext node) {
        AtomicBoolean asked = new AtomicBoolean();
        node.addNodeSource(
                () -> {
                    if (asked.getAndSet(true)) {
                        new CountDownLatch(1).await();
                    }
                    return new DialCandidate(node.enode(), Map.of());
                });
    }
}
