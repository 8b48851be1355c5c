package dev.peerloom.cli.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who sent one request, and what is to happen after it. Used by one thread at a time. */
public final class Caller {
    private final Transport transport;
    private final Optional<Subscriber> subscriber;
    private final List<Runnable> afterSending = new ArrayList<>();

    /** The sender of one request; without a subscriber it cannot be told anything later. */
    public Caller(Transport transport, Optional<Subscriber> subscriber) {
        this.transport = transport;
        this.subscriber = subscriber;
    }

    /** How it has come. */
    public Transport transport() {
        return transport;
    }

    /** What takes events to it later, if its connection can. */
    public Optional<Subscriber> subscriber() {
        return subscriber;
    }

    /** To be done once the answer is on its way: events must not come before it. */
    public void afterSending(Runnable action) {
        afterSending.add(action);
    }

    /** The answer is on its way. */
    public void sent() {
        afterSending.forEach(Runnable::run);
        afterSending.clear();
    }
}
