package dev.peerloom.plugin.bench;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Offers {@code bench/1}, and reads the one setting of this plugin: {@code echo-on-connect}, the
 * number of echoes that this node sends to each new peer (none by default). Thread-safe: its only
 * state is two counters.
 */
public final class BenchService implements NodeService {
    private static final int MAX_ECHOES = 1_000_000;

    private final LongAdder echoesCompared = new LongAdder();
    private final LongAdder echoesDiffering = new LongAdder();

    /** Made by the plugin host. */
    public BenchService() {}

    @Override
    public Collection<? extends Protocol> start(NodeContext node) {
        int echoes = node.setting("echo-on-connect", 0, BenchService::parseEchoes);
        node.exposeMetric("echoes_compared_total", echoesCompared::sum);
        node.exposeMetric("echoes_differing_total", echoesDiffering::sum);
        return List.of(new BenchProtocol(echoes, echoesCompared, echoesDiffering));
    }

    private static int parseEchoes(String text) {
        int echoes;
        try {
            echoes = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "echo-on-connect is \"" + text + "\", it must be a whole number", e);
        }
        if (echoes < 0 || echoes > MAX_ECHOES) {
            throw new IllegalArgumentException(
                    "echo-on-connect is " + echoes + ", it must be 0 to " + MAX_ECHOES);
        }
        return echoes;
    }
}
