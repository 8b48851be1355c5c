package dev.peerloom.core.peer;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.io.EOFException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A protocol whose run() is the test's; it also gives the channel out. Thread-safe. */
final class Script implements Protocol {
    /** What a run does. */
    interface Run {
        void run(Peer peer, MessageChannel channel) throws Exception;
    }

    /** Waits for the end of the link without reading what comes before it. */
    static final Run UNTIL_EOF =
            (peer, channel) -> {
                try {
                    for (; ; ) {
                        channel.read();
                    }
                } catch (EOFException e) {
                    // The link is closing, which is what was waited for.
                }
            };

    final LinkedBlockingQueue<MessageChannel> channels = new LinkedBlockingQueue<>();
    private final String name;
    private final int version;
    private final int length;
    private final int maxPayload;
    private final Run run;

    Script(String name, int version, int length, int maxPayload, Run run) {
        this.name = name;
        this.version = version;
        this.length = length;
        this.maxPayload = maxPayload;
        this.run = run;
    }

    Script(Run run) {
        this("tst", 1, 8, 0xFFFFFF, run);
    }

    Script(String name, Run run) {
        this(name, 1, 8, 0xFFFFFF, run);
    }

    MessageChannel channel() {
        try {
            MessageChannel channel = channels.poll(20, TimeUnit.SECONDS);
            if (channel == null) {
                throw new AssertionError("run() was not called");
            }
            return channel;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int maxPayload() {
        return maxPayload;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws Exception {
        channels.add(channel);
        run.run(peer, channel);
    }
}
