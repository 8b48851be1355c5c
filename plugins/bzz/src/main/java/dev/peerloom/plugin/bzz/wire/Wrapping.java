package dev.peerloom.plugin.bzz.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.util.function.Consumer;

/**
 * What every message of Swarm is wrapped in: {@code [context, size, payload]}, the payload being
 * the RLP of the message, the size its length. The context is of tracing, and empty without.
 */
final class Wrapping {
    private Wrapping() {}

    /** Reads the fields of a message, which is one list. */
    interface Fields<T> {
        T read(RlpReader in) throws RlpException;
    }

    /** Reads a wrapped message that is one list with exactly these fields. */
    static <T> T decode(byte[] payload, Fields<T> fields) throws RlpException {
        RlpReader in = new RlpReader(unwrap(payload));
        in.enterList();
        T message = fields.read(in);
        in.leaveList();
        in.end();
        return message;
    }

    private static byte[] unwrap(byte[] payload) throws RlpException {
        RlpReader in = new RlpReader(payload);
        in.enterList();
        in.readSlice();
        int size = in.readInt();
        byte[] message = in.readBytes();
        in.leaveList();
        in.end();
        if (message.length != size) {
            throw new RlpException(
                    "a message of " + message.length + " bytes that claims to have " + size);
        }
        return message;
    }

    /** Wraps a message that is one list of these fields. */
    static byte[] encode(Consumer<RlpWriter> fields) {
        RlpWriter inner = new RlpWriter().startList();
        fields.accept(inner);
        byte[] message = inner.endList().toByteArray();
        return new RlpWriter()
                .startList()
                .write(new byte[0])
                .write(message.length)
                .write(message)
                .endList()
                .toByteArray();
    }
}
