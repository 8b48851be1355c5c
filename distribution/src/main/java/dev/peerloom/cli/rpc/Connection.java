package dev.peerloom.cli.rpc;

import dev.peerloom.cli.Lines;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection that carries requests both one after the other and at the same time, and events of
 * subscriptions. Its reader calls {@link #receive}; each request is answered in a virtual thread of
 * its own, so a slow one holds up no other. Thread-safe.
 */
public final class Connection implements Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Dispatcher dispatcher;
    private final Outlet outlet;
    private final Transport transport;
    private final Limits limits;
    private final Json json;
    private final Semaphore inFlight;
    private final ReentrantLock sending = new ReentrantLock();
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A connection whose answers go to an outlet. */
    public Connection(Dispatcher dispatcher, Outlet outlet, Transport transport) {
        this.dispatcher = dispatcher;
        this.outlet = outlet;
        this.transport = transport;
        this.limits = dispatcher.limits();
        this.json = new Json(limits);
        this.inFlight = new Semaphore(limits.inFlight());
    }

    /** Takes a request in; waits while too many are being answered. */
    public void receive(byte[] request) throws InterruptedException {
        inFlight.acquire();
        Thread.ofVirtual()
                .name("rpc request")
                .start(
                        () -> {
                            try {
                                answer(request);
                            } finally {
                                inFlight.release();
                            }
                        });
    }

    /** Waits until every request that was taken in has its answer. */
    public void awaitAnswers() throws InterruptedException {
        inFlight.acquire(limits.inFlight());
        inFlight.release(limits.inFlight());
    }

    private void answer(byte[] request) {
        Caller caller = new Caller(transport, Optional.of(this));
        Optional<byte[]> answer = dispatcher.answer(request, caller);
        if (answer.isEmpty() || send(answer.get())) {
            caller.sent();
        }
    }

    /** Tells the other end of something that is no answer to a request that could be read. */
    public void reject(RpcException problem) {
        send(dispatcher.error(problem));
    }

    /** Whether it was sent; if not, the connection is closed. */
    private boolean send(byte[] message) {
        sending.lock();
        try {
            if (closed) {
                return false;
            }
            outlet.send(message);
            return true;
        } catch (IOException e) {
            LOG.debug("rpc connection lost: {}", Lines.escape(String.valueOf(e.getMessage())));
            close();
            return false;
        } finally {
            sending.unlock();
        }
    }

    /** Whether something may be said on it later, though nothing is asked. */
    public boolean isInUse() {
        return !subscriptions.isEmpty() || inFlight.availablePermits() < limits.inFlight();
    }

    @Override
    public String subscribe(String namespace, Topic topic, Params params, Caller caller)
            throws RpcException {
        // Counting and adding are not one step: a batch runs one request after the other, and
        // requests at the same time may exceed the limit by as many as are in flight.
        if (subscriptions.size() >= limits.subscriptions()) {
            throw new RpcException(
                    RpcException.FAILED,
                    "this connection has " + limits.subscriptions() + " subscriptions already");
        }
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String id = "0x" + HexFormat.of().formatHex(random);
        Subscription subscription =
                new Subscription(namespace + "_subscription", id, limits.buffer(), topic.isLossy());
        subscription.source(topic.start(params, subscription::offer));
        subscriptions.put(id, subscription);
        caller.afterSending(() -> start(id, subscription));
        if (closed) {
            unsubscribe(id);
        }
        return id;
    }

    private void start(String id, Subscription subscription) {
        Thread.ofVirtual()
                .name("rpc subscription")
                .start(
                        () -> {
                            try {
                                deliver(subscription);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                unsubscribe(id);
                            }
                        });
    }

    private void deliver(Subscription subscription) throws InterruptedException {
        while (!closed) {
            Optional<Map<String, Object>> event = subscription.next();
            if (event.isEmpty() || !send(bytes(event.get()))) {
                return;
            }
        }
    }

    private byte[] bytes(Map<String, Object> event) {
        try {
            return json.write(event);
        } catch (RpcException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }

    @Override
    public boolean unsubscribe(String id) {
        Subscription subscription = subscriptions.remove(id);
        if (subscription != null) {
            subscription.close();
        }
        return subscription != null;
    }

    /** Ends the subscriptions and the connection. Any thread; returns at once. */
    public void close() {
        closed = true;
        subscriptions.keySet().forEach(this::unsubscribe);
        outlet.close();
    }
}
