package dev.peerloom.testkit;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

/** A protocol "lambda/1" with four codes that does what a test says. */
record Lambda(Run body) implements Protocol {
    @FunctionalInterface
    interface Run {
        void run(Peer peer, MessageChannel channel) throws Exception;
    }

    @Override
    public String name() {
        return "lambda";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public int length() {
        return 4;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws Exception {
        body.run(peer, channel);
    }
}
