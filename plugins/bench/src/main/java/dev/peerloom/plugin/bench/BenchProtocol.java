package dev.peerloom.plugin.bench;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code bench/1}. Immutable but for the shared counters: what belongs to a peer is in its session.
 */
final class BenchProtocol implements Protocol {
    private final int echoesOnConnect;
    private final LongAdder echoesCompared;
    private final LongAdder echoesDiffering;

    BenchProtocol(int echoesOnConnect, LongAdder echoesCompared, LongAdder echoesDiffering) {
        this.echoesOnConnect = echoesOnConnect;
        this.echoesCompared = echoesCompared;
        this.echoesDiffering = echoesDiffering;
    }

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public int length() {
        return BenchCode.LENGTH;
    }

    /** As much as can be sent, so that every echo that gets in can be answered. */
    @Override
    public int maxPayload() {
        return Message.MAX_PAYLOAD;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws IOException, InterruptedException {
        EchoRun echoes =
                new EchoRun(peer, channel, echoesOnConnect, echoesCompared, echoesDiffering);
        new BenchSession(channel, echoes).run();
    }
}
