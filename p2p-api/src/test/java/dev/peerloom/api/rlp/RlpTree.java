package dev.peerloom.api.rlp;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Items as plain values: a string is its hex digits, a list is a List of items. */
final class RlpTree {
    private RlpTree() {}

    static RlpWriter write(RlpWriter writer, Object item) {
        if (item instanceof List<?> items) {
            writer.startList();
            for (Object inner : items) {
                write(writer, inner);
            }
            return writer.endList();
        }
        return writer.write(HexFormat.of().parseHex((String) item));
    }

    static byte[] encode(Object item) {
        return write(new RlpWriter(), item).toByteArray();
    }

    static Object read(RlpReader reader) throws RlpException {
        if (!reader.nextIsList()) {
            return HexFormat.of().formatHex(reader.readBytes());
        }
        List<Object> items = new ArrayList<>();
        reader.enterList();
        while (reader.hasNext()) {
            items.add(read(reader));
        }
        reader.leaveList();
        return items;
    }

    static Object decode(byte[] encoding) throws RlpException {
        RlpReader reader = new RlpReader(encoding);
        Object item = read(reader);
        reader.end();
        return item;
    }
}
