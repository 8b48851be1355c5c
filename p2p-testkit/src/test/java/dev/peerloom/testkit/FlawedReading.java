package dev.peerloom.testkit;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.FlawedProtocols.Contract;
import dev.peerloom.testkit.FlawedProtocols.Echo;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Protocols that read wrongly, with one flaw each, and the contract that finds it. */
final class FlawedReading {
    private FlawedReading() {}

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
}
