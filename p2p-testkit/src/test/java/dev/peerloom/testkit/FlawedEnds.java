package dev.peerloom.testkit;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.FlawedProtocols.Contract;
import dev.peerloom.testkit.FlawedProtocols.Echo;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Protocols that do not end as they must, with one flaw each, and the contract that finds it. */
final class FlawedEnds {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private FlawedEnds() {}

    private static void waitForEver() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    static final class ForgottenThread extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    Thread.ofVirtual().name("forgotten by echo").start(FlawedEnds::waitForEver);
                    super.run(peer, channel);
                }
            };
        }
    }
}
