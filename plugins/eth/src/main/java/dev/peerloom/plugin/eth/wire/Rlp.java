package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the messages' codecs share: every message is one list. */
final class Rlp {
    private Rlp() {}

    /** Reads the fields of a list. */
    interface Fields<T> {
        T read(RlpReader in) throws RlpException;
    }

    /** Reads a payload that is one list with exactly these fields. */
    static <T> T decode(byte[] payload, Fields<T> fields) throws RlpException {
        RlpReader in = new RlpReader(payload);
        T value = list(in, fields);
        in.end();
        return value;
    }

    static <T> T list(RlpReader in, Fields<T> fields) throws RlpException {
        in.enterList();
        T value = fields.read(in);
        in.leaveList();
        return value;
    }

    static <T> List<T> listOf(RlpReader in, Fields<T> item) throws RlpException {
        return list(
                in,
                items -> {
                    List<T> all = new ArrayList<>();
                    while (items.hasNext()) {
                        all.add(item.read(items));
                    }
                    return all;
                });
    }

    static boolean bool(RlpReader in) throws RlpException {
        long value = in.readLong();
        if (value != 0 && value != 1) {
            throw new RlpException("a boolean is 0 or 1, not " + Long.toUnsignedString(value));
        }
        return value == 1;
    }

    static byte[] encode(Consumer<RlpWriter> fields) {
        RlpWriter out = new RlpWriter().startList();
        fields.accept(out);
        return out.endList().toByteArray();
    }

    static void hashes(RlpWriter out, List<Hash32> hashes) {
        out.startList();
        hashes.forEach(hash -> hash.write(out));
        out.endList();
    }

    static void items(RlpWriter out, List<byte[]> encoded) {
        out.startList();
        encoded.forEach(out::writeRaw);
        out.endList();
    }
}
