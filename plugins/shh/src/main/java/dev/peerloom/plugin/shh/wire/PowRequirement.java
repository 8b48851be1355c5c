package dev.peerloom.plugin.shh.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

/** The least proof of work that a node accepts, as messages carry it: a double's bits. */
public final class PowRequirement {
    private PowRequirement() {}

    /**
     * Reads the field.
     *
     * @param in stands before it
     * @return the proof of work, finite and not negative
     * @throws RlpException if it is something else
     */
    static double read(RlpReader in) throws RlpException {
        double pow = Double.longBitsToDouble(in.readLong());
        if (!isLegal(pow)) {
            throw new RlpException("a required proof of work of " + pow + " cannot be met");
        }
        return pow;
    }

    /**
     * Whether a node may ask for it.
     *
     * @param pow the proof of work
     * @return false if it is negative, infinite or not a number
     */
    public static boolean isLegal(double pow) {
        return pow >= 0 && pow <= Double.MAX_VALUE;
    }

    /**
     * Reads a PoW requirement message.
     *
     * @param payload the message
     * @return the proof of work, finite and not negative
     * @throws RlpException if it is something else
     */
    public static double decode(byte[] payload) throws RlpException {
        RlpReader in = new RlpReader(payload);
        double pow = read(in);
        in.end();
        return pow;
    }

    /**
     * The PoW requirement message.
     *
     * @param pow the proof of work
     * @return the payload
     */
    public static byte[] encode(double pow) {
        return new RlpWriter().write(Double.doubleToRawLongBits(pow)).toByteArray();
    }
}
