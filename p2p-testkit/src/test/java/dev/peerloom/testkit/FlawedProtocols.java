package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/** Protocols with one flaw each, and the contract that finds it. */
final class FlawedProtocols {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private FlawedProtocols() {}

    private static void waitForEver() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers 0 with 1; nothing is wrong with it. */
    static class Echo implements Protocol {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 2;
        }

        @Override
        public int maxPayload() {
            return 1 << 20;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            while (true) {
                answer(channel.read(), channel);
            }
        }

        void answer(Message message, MessageChannel channel) throws Exception {
            if (message.code() == 0) {
                channel.write(1, message.payload());
            }
        }
    }

    /** What all of them are tested with. */
    abstract static class Contract extends ProtocolContract {
        @Override
        protected List<SampleMessage> samples(Capability capability) throws Exception {
            return List.of(SampleMessage.of(0, new byte[] {0, 0, 0, 2, 7, 8}));
        }

        @Override
        Duration grace() {
            return Duration.ofMillis(300);
        }

        @Override
        SeededRandom random() {
            return SeededRandom.withSeed(1); // what finds which flaw is to be the same every time
        }
    }

    static final class NoFlaw extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo();
        }
    }

    /** Answers from another thread, which is no flaw as long as it ends. */
    static final class OtherThread extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    BlockingQueue<Message> questions = new ArrayBlockingQueue<>(1000);
                    Thread answering =
                            Thread.ofVirtual().start(() -> answerAll(questions, channel));
                    try {
                        while (true) {
                            questions.put(channel.read());
                        }
                    } finally {
                        answering.interrupt();
                    }
                }

                private void answerAll(BlockingQueue<Message> questions, MessageChannel channel) {
                    try {
                        while (true) {
                            answer(questions.take(), channel);
                        }
                    } catch (Exception e) {
                        questions.clear(); // the link has ended
                    }
                }
            };
        }
    }

    static final class NothingOverridden extends ProtocolContract {}

    static final class LongName extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public String name() {
                    return "too-long-a-name";
                }
            };
        }
    }

    static final class ChangingLength extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                private int calls;

                @Override
                public int length() {
                    return 2 + calls++;
                }
            };
        }
    }

    /** An exception for a code that it does not know. */
    static final class UnknownCode extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                void answer(Message message, MessageChannel channel) throws Exception {
                    if (message.code() != 0) {
                        throw new IllegalStateException("what is " + message.code() + "?");
                    }
                    super.answer(message, channel);
                }
            };
        }
    }

    /** Reads a length of four bytes, which may not be there. */
    static final class CutOff extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                void answer(Message message, MessageChannel channel) throws Exception {
                    if (message.code() == 0 && message.payload().length > 0) {
                        ByteBuffer.wrap(message.payload()).getInt();
                    }
                    super.answer(message, channel);
                }
            };
        }
    }

    /** Does not expect more than there should be. */
    static final class TooLong extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                void answer(Message message, MessageChannel channel) throws Exception {
                    new ByteArraySink(1000).write(message.payload());
                    super.answer(message, channel);
                }
            };
        }
    }

    private record ByteArraySink(int room) {
        void write(byte[] bytes) {
            if (bytes.length > room) {
                throw new IndexOutOfBoundsException(bytes.length);
            }
        }
    }

    /** Believes the length that is written in the message. */
    static final class Damaged extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                void answer(Message message, MessageChannel channel) throws Exception {
                    byte[] payload = message.payload();
                    if (message.code() == 0 && payload.length >= 5 && payload[0] == 0) {
                        byte[] part = new byte[ByteBuffer.wrap(payload).getInt() & 0xFFFF];
                        System.arraycopy(payload, 4, part, 0, part.length);
                    }
                    super.answer(message, channel);
                }
            };
        }
    }

    /** Takes silence for an error of its own. */
    static final class Silence extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    try {
                        answer(channel.read(Duration.ofSeconds(30)), channel);
                    } catch (TimeoutException e) {
                        throw new IllegalStateException(e);
                    }
                    super.run(peer, channel);
                }
            };
        }
    }

    /** Does not end when there is nothing more to read. */
    static final class EndOfReading extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    Message message = null;
                    do {
                        message = next(channel);
                        answer(message, channel);
                    } while (message != null);
                }

                private Message next(MessageChannel channel) throws Exception {
                    try {
                        return channel.read();
                    } catch (EOFException e) {
                        NEVER.await();
                        throw e;
                    }
                }
            };
        }
    }

    /** Does not end when there is nobody to write to. */
    static final class EndOfWriting extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                void answer(Message message, MessageChannel channel) throws Exception {
                    try {
                        super.answer(message, channel);
                    } catch (IOException e) {
                        NEVER.await();
                        throw e;
                    }
                }
            };
        }
    }

    /** Says goodbye until nobody listens any more. */
    static final class LongGoodbye extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    try {
                        super.run(peer, channel);
                    } catch (EOFException e) {
                        while (true) {
                            channel.write(1, new byte[0]);
                        }
                    }
                }
            };
        }
    }

    static final class SwallowedInterrupt extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    while (true) {
                        try {
                            answer(channel.read(), channel);
                        } catch (InterruptedException e) {
                            peer.clientName(); // and goes on
                        }
                    }
                }
            };
        }
    }

    /** Keeps what belongs to one peer in a field. */
    static final class SharedField extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                private volatile @Nullable MessageChannel last;

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    last = channel;
                    super.run(peer, channel);
                }

                @Override
                void answer(Message message, MessageChannel channel) throws Exception {
                    super.answer(message, last);
                }
            };
        }
    }

    /** Ends all its links with the first. */
    static final class SharedEnd extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    peers.add(peer);
                    try {
                        super.run(peer, channel);
                    } finally {
                        peers.remove(peer);
                        peers.forEach(p -> p.disconnect(DisconnectReason.REQUESTED, "all"));
                    }
                }
            };
        }
    }

    /** Takes a peer that comes again for one that is there. */
    static final class OnlyOnce extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                private final Set<NodeId> seen = ConcurrentHashMap.newKeySet();

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    if (seen.add(peer.id())) {
                        super.run(peer, channel);
                    }
                }
            };
        }
    }

    static final class ForgottenThread extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    Thread.ofVirtual()
                            .name("forgotten by echo")
                            .start(FlawedProtocols::waitForEver);
                    super.run(peer, channel);
                }
            };
        }
    }

    static final class BlockingInfo extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public synchronized void run(Peer peer, MessageChannel channel) throws Exception {
                    super.run(peer, channel);
                }

                @Override
                public synchronized Map<String, ?> peerInfo(Peer peer) {
                    return Map.of();
                }
            };
        }
    }

    static final class OddInfo extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public Map<String, ?> peerInfo(Peer peer) {
                    return Map.of("since", List.of(Map.of("time", Duration.ZERO)));
                }
            };
        }
    }

    /** Begins with a word that a peer must answer. */
    static class Handshake extends Echo {
        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            channel.write(1, new byte[] {1});
            if (channel.read().code() != 1) {
                throw new DisconnectException(DisconnectReason.BREACH_OF_PROTOCOL, "no hello");
            }
            super.run(peer, channel);
        }
    }

    /** A service of two protocols that shake hands. */
    static final class Service extends ProtocolContract {
        @Override
        protected NodeService service() {
            return new NodeService() {
                @Override
                public Collection<? extends Protocol> start(NodeContext node) {
                    return List.of(
                            new Handshake(),
                            new Handshake() {
                                @Override
                                public int version() {
                                    return 2;
                                }
                            });
                }
            };
        }

        @Override
        protected void opening(ScriptedPeer remote) throws Exception {
            remote.expect(1);
            remote.send(1, new byte[0]);
        }

        @Override
        protected List<SampleMessage> samples(Capability capability) {
            return List.of(SampleMessage.of(0, new byte[] {1, 2, 3}));
        }
    }

    /** The same without saying how a conversation starts. */
    static final class NoOpening extends Contract {
        @Override
        protected Protocol protocol() {
            return new Handshake();
        }
    }
}
