package dev.peerloom.plugin.training;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

/** Two versions of a protocol that says nothing. */
record SilentProtocol(int version) implements Protocol {
    @Override
    public String name() {
        return "training";
    }

    @Override
    public int length() {
        return 1;
    }

    /** Until the link ends. */
    @Override
    public void run(Peer peer, MessageChannel channel) throws Exception {
        channel.read();
    }
}
