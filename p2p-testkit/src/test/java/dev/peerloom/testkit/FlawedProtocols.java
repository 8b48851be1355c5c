package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A protocol, the contract that it is tested with, and flaws in how it presents itself. */
final class FlawedProtocols {
    private FlawedProtocols() {}

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
