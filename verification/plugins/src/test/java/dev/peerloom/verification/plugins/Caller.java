package dev.peerloom.verification.plugins;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.io.EOFException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A protocol that hands its sessions to a test, which speaks for it. Thread-safe. Programs of these
 * tests use it too, which run without JUnit: so nothing of that in here.
 */
final class Caller implements Protocol {
    /** What a shared machine may need at its worst; tests do not depend on it. */
    private static final int SECONDS = 120;

    private final String name;
    private final int length;
    private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();

    Caller(String name, int length) {
        this.name = name;
        this.length = length;
    }

    /** A session: what arrived, and its end. */
    record Session(
            Peer peer,
            MessageChannel channel,
            BlockingQueue<Message> received,
            CompletableFuture<Void> ended) {

        /** Sends a payload with code 0 and waits for it to come back with code 1. */
        void echo(int number) throws Exception {
            byte[] payload = {(byte) number, (byte) (number >> 8)};
            channel.write(0, payload);
            Message answer = take();
            if (answer.code() != 1 || !Arrays.equals(payload, answer.payload())) {
                throw new AssertionError(answer + " is not the answer to echo " + number);
            }
        }

        /** The next message. */
        Message take() throws InterruptedException {
            Message message = received.poll(SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message has come; the link has ended: " + ended);
            }
            return message;
        }

        void send(int code, byte... payload) throws Exception {
            channel.write(code, payload);
        }

        void awaitEnd() throws Exception {
            ended.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws Exception {
        Session session =
                new Session(peer, channel, new LinkedBlockingQueue<>(), new CompletableFuture<>());
        sessions.add(session);
        try {
            while (true) {
                session.received.add(channel.read());
            }
        } catch (EOFException e) {
            session.ended.complete(null);
        }
    }

    /** The next session, if one begins in time. */
    Optional<Session> session(Duration limit) throws InterruptedException {
        return Optional.ofNullable(sessions.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The next session that begins. */
    Session session() throws InterruptedException {
        Session session = sessions.poll(SECONDS, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session of " + name + " has begun");
        }
        return session;
    }
}
