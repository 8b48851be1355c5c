package dev.peerloom.core.rlpx;

import dev.peerloom.core.crypto.AesCtr;

/**
 * Writes frames (rlpx.md, "Framing"): {@link #begin}, the body by {@link #update} in pieces of any
 * size, {@link #end}. Makes no garbage.
 *
 * <p>Not thread-safe: owned by whoever holds the link's write lock. What was encoded must be sent,
 * in this order, whole: key stream and MAC go on from it.
 */
public final class FrameEncoder {
    /** The length of what {@link #begin} writes. */
    public static final int HEADER = 32;

    /** The largest size of a frame's body. */
    public static final int MAX_FRAME = 0xFFFFFF;

    // Small enough for a piece to be in the processor's cache still when its MAC is computed.
    private static final int PIECE = 16 * 1024;

    private static final byte[] ZEROS = new byte[16];

    private final AesCtr aes;
    private final FrameMac mac;
    // The frame's size goes to the first three bytes; header data is the list [0, 0].
    private final byte[] header = {
        0, 0, 0, (byte) 0xC2, (byte) 0x80, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private int size;
    private int left;
    private boolean open;

    /** An encoder for what we send over a link. */
    public FrameEncoder(Secrets secrets) {
        aes = new AesCtr(secrets.aes(), new byte[16]);
        mac = new FrameMac(secrets.mac(), secrets.egress());
    }

    /** How many bytes a frame takes on the wire. */
    public static int encodedSize(int frameSize) {
        return HEADER + frameSize + padding(frameSize) + FrameMac.LENGTH;
    }

    static int padding(int frameSize) {
        return -frameSize & 15;
    }

    /**
     * Writes the header of a frame, {@link #HEADER} bytes.
     *
     * @param frameSize the length of the body that follows, 1 to {@link #MAX_FRAME}
     * @throws IllegalStateException if the last frame was not ended
     */
    public void begin(int frameSize, byte[] out, int outOff) {
        if (frameSize < 1 || frameSize > MAX_FRAME) {
            throw new IllegalArgumentException("a frame has 1 to 16777215 bytes, not " + frameSize);
        }
        if (open) {
            throw new IllegalStateException("the last frame was not ended");
        }
        open = true;
        size = frameSize;
        left = frameSize;
        header[0] = (byte) (frameSize >>> 16);
        header[1] = (byte) (frameSize >>> 8);
        header[2] = (byte) frameSize;
        // Not in place, of which the JDK makes garbage.
        aes.apply(header, 0, 16, out, outOff);
        mac.header(out, outOff);
        mac.write(out, outOff + 16);
    }

    /**
     * Writes {@code len} bytes of the body, as many as are put in; in place is allowed.
     *
     * @throws IllegalArgumentException if the body becomes longer than was said
     */
    public void update(byte[] in, int off, int len, byte[] out, int outOff) {
        if (len > left) {
            throw new IllegalArgumentException(
                    len + " bytes, but only " + left + " are left in the frame");
        }
        left -= len;
        for (int done = 0; done < len; done += PIECE) {
            int piece = Math.min(PIECE, len - done);
            aes.apply(in, off + done, piece, out, outOff + done);
            mac.update(out, outOff + done, piece);
        }
    }

    /**
     * Writes padding and MAC.
     *
     * @return how many bytes that were: 16 to 31
     * @throws IllegalStateException if the body is shorter than was said
     */
    public int end(byte[] out, int outOff) {
        if (!open || left > 0) {
            throw new IllegalStateException(left + " bytes are missing in the frame");
        }
        open = false;
        int padding = padding(size);
        aes.apply(ZEROS, 0, padding, out, outOff);
        mac.update(out, outOff, padding);
        mac.endBody();
        mac.write(out, outOff + padding);
        return padding + FrameMac.LENGTH;
    }

    /** A whole frame at once. */
    public byte[] encode(byte[] frameData) {
        byte[] out = new byte[encodedSize(frameData.length)];
        begin(frameData.length, out, 0);
        update(frameData, 0, frameData.length, out, HEADER);
        end(out, HEADER + frameData.length);
        return out;
    }
}
