package dev.peerloom.testkit;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A link as the contract of the channels needs it: both channels, and every way to end it. */
interface ChannelLink extends AutoCloseable {
    int LENGTH = 4;
    int MAX_PAYLOAD = 1 << 20;

    /** The channel that {@code run()} was given. */
    MessageChannel ours();

    /** The channel of the other side. */
    MessageChannel theirs();

    void disconnect();

    void disconnectByRemote();

    /** Lets {@code run()} return, and waits for that. */
    void endRun() throws InterruptedException;

    /** Begins to close in order, and returns at once. */
    void beginClosingInOrder();

    @Override
    void close();

    /** Lays its channel open and goes on until it is told to end. */
    final class Held implements Protocol {
        final CompletableFuture<MessageChannel> channel = new CompletableFuture<>();
        final CompletableFuture<Peer> peer = new CompletableFuture<>();
        final CountDownLatch end = new CountDownLatch(1);

        @Override
        public String name() {
            return "held";
        }

        @Override
        public int version() {
            return 3;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public int maxPayload() {
            return MAX_PAYLOAD;
        }

        @Override
        public void run(Peer with, MessageChannel messages) throws InterruptedException {
            peer.complete(with);
            channel.complete(messages);
            end.await();
        }

        MessageChannel channel() {
            return channel.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    /** A link in memory. */
    static ChannelLink ofPipe() {
        Held held = new Held();
        MessagePipe pipe = MessagePipe.builder(held).capacity(64, 1 << 20).realTime().build();
        ProtocolRunner runner = ProtocolRunner.start(held, TestPeer.create(), pipe);
        return new ChannelLink() {
            @Override
            public MessageChannel ours() {
                return held.channel();
            }

            @Override
            public MessageChannel theirs() {
                return runner.remote();
            }

            @Override
            public void disconnect() {
                runner.peer().disconnect(DisconnectReason.REQUESTED, "");
            }

            @Override
            public void disconnectByRemote() {
                runner.peer().disconnectByRemote(DisconnectReason.REQUESTED);
            }

            @Override
            public void endRun() throws InterruptedException {
                held.end.countDown();
                runner.awaitEnd(Threads.AT_MOST);
            }

            @Override
            public void beginClosingInOrder() {
                runner.beginClosingInOrder();
            }

            @Override
            public void close() {
                held.end.countDown();
                runner.close();
            }
        };
    }

    /** A link between two nodes. */
    static ChannelLink ofNodes() throws Exception {
        Held first = new Held();
        Held second = new Held();
        LoopbackPair pair = LoopbackPair.of(first, second).connect();
        return new ChannelLink() {
            @Override
            public MessageChannel ours() {
                return first.channel();
            }

            @Override
            public MessageChannel theirs() {
                return second.channel();
            }

            @Override
            public void disconnect() {
                pair.disconnect(DisconnectReason.REQUESTED);
            }

            @Override
            public void disconnectByRemote() {
                pair.peerOfSecond().disconnect(DisconnectReason.REQUESTED, "");
            }

            @Override
            public void endRun() throws InterruptedException {
                first.end.countDown();
                pair.awaitEndAtFirst();
            }

            @Override
            public void beginClosingInOrder() {
                Thread.ofVirtual().start(pair.first()::close);
            }

            @Override
            public void close() {
                first.end.countDown();
                second.end.countDown();
                pair.close();
            }
        };
    }
}
