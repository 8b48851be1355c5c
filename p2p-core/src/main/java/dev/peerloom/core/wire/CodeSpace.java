package dev.peerloom.core.wire;

import java.util.Arrays;
import java.util.List;

/**
 * The message codes of one link: finds the protocol that a code on the wire belongs to, in one
 * array look-up for code spaces of the usual size. Immutable.
 */
public final class CodeSpace {
    /** What {@link #indexOf} returns for a code of no subprotocol. */
    public static final int NONE = -1;

    /**
     * Some systems read the message id as one byte; from this code on they misread it. A link whose
     * {@link #end} is higher deserves a warning.
     */
    public static final int WARN_ABOVE = 0x80;

    /** A table up to here costs a link at most this many bytes; larger spaces are searched. */
    private static final int MAX_TABLE = 4096;

    private final List<SharedProtocol> protocols;
    private final int end;
    private final int[] offsets;
    private final byte[] table;

    /**
     * Takes the protocols of a link.
     *
     * @param protocols as {@link CapabilityMatcher#match} returns them: each starts where the
     *     previous one ends
     * @throws IllegalArgumentException if there is a gap or an overlap
     */
    public CodeSpace(List<SharedProtocol> protocols) {
        this.protocols = List.copyOf(protocols);
        this.offsets = this.protocols.stream().mapToInt(SharedProtocol::offset).toArray();
        int next = BaseProtocol.LENGTH;
        for (SharedProtocol protocol : this.protocols) {
            if (protocol.offset() != next) {
                throw new IllegalArgumentException(
                        protocol.capability()
                                + " starts at "
                                + protocol.offset()
                                + ", not "
                                + next);
            }
            next = protocol.end();
        }
        this.end = next;
        boolean small = end <= MAX_TABLE && offsets.length <= Byte.MAX_VALUE;
        this.table = small ? fill(new byte[end]) : new byte[0];
    }

    private byte[] fill(byte[] indexes) {
        Arrays.fill(indexes, (byte) NONE);
        for (int i = 0; i < offsets.length; i++) {
            SharedProtocol protocol = protocols.get(i);
            Arrays.fill(indexes, protocol.offset(), protocol.end(), (byte) i);
        }
        return indexes;
    }

    /** The protocols in the order of their offsets. */
    public List<SharedProtocol> protocols() {
        return protocols;
    }

    /** The first message code after the last protocol: {@link BaseProtocol#LENGTH} without any. */
    public int end() {
        return end;
    }

    /** Whether the last codes may be misread by systems that take the message id for one byte. */
    public boolean exceedsOneByteIds() {
        return end > WARN_ABOVE;
    }

    /**
     * The index in {@link #protocols} of the protocol that a message code belongs to.
     *
     * @param wireCode any number
     * @return {@link #NONE} for a code of the base protocol or beyond the last protocol
     */
    public int indexOf(int wireCode) {
        if (wireCode < BaseProtocol.LENGTH || wireCode >= end) {
            return NONE;
        }
        if (table.length > 0) {
            return table[wireCode];
        }
        int found = Arrays.binarySearch(offsets, wireCode);
        return found >= 0 ? found : -found - 2;
    }
}
