package com.example.chat;

import dev.peerloom.api.Message;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

/** The four messages of chat/1. Each payload is an RLP list of the fields, in their order. */
sealed interface ChatMessage {
    /** How many message codes there are: 0 to 3. */
    int CODES = 4;

    /** The message code. */
    int code();

    /** The payload. */
    byte[] encode();

    /** Code 0: the first message of both sides, which says what one is called. */
    record Hello(String nick) implements ChatMessage {
        static final int CODE = 0;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public byte[] encode() {
            return new RlpWriter().startList().write(nick).endList().toByteArray();
        }
    }

    /** Code 1: something said, with a number that the sender counts. */
    record Line(long number, String text) implements ChatMessage {
        static final int CODE = 1;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public byte[] encode() {
            return new RlpWriter().startList().write(number).write(text).endList().toByteArray();
        }
    }

    /** Code 2: the receipt for a line. */
    record Seen(long number) implements ChatMessage {
        static final int CODE = 2;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public byte[] encode() {
            return new RlpWriter().startList().write(number).endList().toByteArray();
        }
    }

    /** Code 3: the last message of one who leaves. */
    record Bye(String text) implements ChatMessage {
        static final int CODE = 3;

        @Override
        public int code() {
            return CODE;
        }

        @Override
        public byte[] encode() {
            return new RlpWriter().startList().write(text).endList().toByteArray();
        }
    }

    /** Reads a message; one that is not as it must be is an RlpException. */
    static ChatMessage decode(Message message) throws RlpException {
        RlpReader rlp = new RlpReader(message.payload());
        rlp.enterList();
        ChatMessage decoded =
                switch (message.code()) {
                    case Hello.CODE -> new Hello(readText(rlp));
                    case Line.CODE -> new Line(rlp.readLong(), readText(rlp));
                    case Seen.CODE -> new Seen(rlp.readLong());
                    case Bye.CODE -> new Bye(readText(rlp));
                    default -> throw new RlpException("no message has code " + message.code());
                };
        rlp.leaveList();
        rlp.end();
        return decoded;
    }

    /** What a peer wrote is shown to people: it must not steer their terminals. */
    private static String readText(RlpReader rlp) throws RlpException {
        return rlp.readString().replaceAll("\\p{Cntrl}", "?");
    }
}
