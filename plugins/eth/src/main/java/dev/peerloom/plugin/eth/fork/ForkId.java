package dev.peerloom.plugin.eth.fork;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A fork identifier (EIP-2124): which rules a chain follows.
 *
 * @param checksum CRC-32 of the genesis hash and of every fork that has passed
 * @param next block number or time of the next fork that is known, unsigned; 0 if none is
 */
public record ForkId(int checksum, long next) {
    /**
     * Reads what {@link #toString()} writes.
     *
     * @param text eight digits (with or without {@code 0x}), and optionally {@code /} and a decimal
     *     number
     * @return the identifier
     * @throws IllegalArgumentException for anything else
     */
    public static ForkId parse(String text) {
        int slash = text.indexOf('/');
        String digits = slash < 0 ? text : text.substring(0, slash);
        if (digits.startsWith("0x")) {
            digits = digits.substring(2);
        }
        if (digits.length() != 8) {
            throw new IllegalArgumentException(
                    "a fork id is 8 hexadecimal digits, then optionally /NEXT: " + text);
        }
        long next = slash < 0 ? 0 : Long.parseUnsignedLong(text, slash + 1, text.length(), 10);
        return new ForkId(HexFormat.fromHexDigits(digits), next);
    }

    /**
     * Reads {@code [checksum, next]}.
     *
     * @param in stands before the list
     * @return the identifier
     * @throws RlpException if it is something else
     */
    public static ForkId read(RlpReader in) throws RlpException {
        in.enterList();
        byte[] checksum = in.readBytes();
        if (checksum.length != 4) {
            throw new RlpException("a fork checksum has 4 bytes, not " + checksum.length);
        }
        long next = in.readLong();
        in.leaveList();
        return new ForkId(ByteBuffer.wrap(checksum).getInt(), next);
    }

    /**
     * Writes {@code [checksum, next]}.
     *
     * @param out takes the list
     */
    public void write(RlpWriter out) {
        out.startList();
        out.write(ByteBuffer.allocate(4).putInt(checksum).array());
        out.write(next);
        out.endList();
    }

    /** For instance {@code 07c9462e/0}. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(checksum) + "/" + Long.toUnsignedString(next);
    }
}
