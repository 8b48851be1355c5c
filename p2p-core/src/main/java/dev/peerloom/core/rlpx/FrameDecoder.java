package dev.peerloom.core.rlpx;

import dev.peerloom.core.crypto.AesCtr;

import java.util.Arrays;
import java.util.Objects;

/**
 * Reads frames (rlpx.md, "Framing") from pieces of any size. Bodies are decrypted as they arrive; a
 * frame is handed on when its MAC was found right. Memory grows with what has arrived, whatever
 * size a header declares.
 *
 * <p>Not thread-safe: owned by the thread that reads the link. After an exception every further
 * call fails: there is no way back into a stream whose MAC was wrong.
 */
public final class FrameDecoder {
    /** The largest size of a frame's body before and including hello; the limit to begin with. */
    public static final int MAX_HELLO = 2048;

    private static final int HEADER = FrameEncoder.HEADER;
    // Of a larger body no more than this is allocated before it arrives; afterwards it grows.
    private static final int PIECE = 16 * 1024;
    // Up to here it grows by four, so that a body of 64 KiB is copied once; then by two.
    private static final int SMALL = 64 * 1024;
    private static final byte[] NOTHING = {};

    private enum State {
        HEADER,
        BODY,
        PADDING,
        MAC,
        FAILED
    }

    private final AesCtr aes;
    private final FrameMac mac;
    private final byte[] fixed = new byte[HEADER]; // a header, padding or a MAC
    private State state = State.HEADER;
    private int fill; // of the state's part
    private byte[] body = NOTHING;
    private int size;
    private int limit = MAX_HELLO;

    /** A decoder for what we receive over a link. */
    public FrameDecoder(Secrets secrets) {
        aes = new AesCtr(secrets.aes(), new byte[16]);
        mac = new FrameMac(secrets.mac(), secrets.ingress());
    }

    /**
     * Sets the largest size of the frames that follow; {@link #MAX_HELLO} until then. May be called
     * from within the sink.
     */
    public void limit(int maxFrameSize) {
        if (maxFrameSize < 1 || maxFrameSize > FrameEncoder.MAX_FRAME) {
            throw new IllegalArgumentException(maxFrameSize + " is not a size that a frame has");
        }
        limit = maxFrameSize;
    }

    /** How many bytes of an incomplete frame are kept. */
    public int pendingBytes() {
        return switch (state) {
            case HEADER -> fill;
            case BODY -> HEADER + fill;
            case PADDING -> HEADER + size + fill;
            case MAC -> HEADER + size + FrameEncoder.padding(size) + fill;
            case FAILED -> 0;
        };
    }

    /**
     * Takes all of these bytes and hands every frame that they complete to the sink.
     *
     * @throws FrameException if a MAC is wrong, a size is not acceptable, the sink throws it, or an
     *     earlier call failed
     */
    public void decode(byte[] in, int off, int len, FrameSink sink) throws FrameException {
        Objects.checkFromIndexSize(off, len, in.length);
        if (state == State.FAILED) {
            throw new FrameException("the link has failed before");
        }
        boolean done = false;
        try {
            int at = off;
            int end = off + len;
            while (at < end) {
                at += step(in, at, end - at, sink);
            }
            done = true;
        } finally {
            if (!done) {
                state = State.FAILED;
                body = NOTHING;
            }
        }
    }

    private int step(byte[] in, int off, int len, FrameSink sink) throws FrameException {
        return switch (state) {
            case HEADER -> {
                int taken = collect(in, off, len, HEADER);
                if (fill == HEADER) {
                    header();
                }
                yield taken;
            }
            case BODY -> body(in, off, len);
            case PADDING -> {
                int padding = FrameEncoder.padding(size);
                int taken = collect(in, off, len, padding);
                if (fill == padding) {
                    mac.update(fixed, 0, padding);
                    aes.apply(fixed, 0, padding, fixed, 16); // the key stream goes on from there
                    enter(State.MAC);
                }
                yield taken;
            }
            case MAC -> {
                int taken = collect(in, off, len, FrameMac.LENGTH);
                if (fill == FrameMac.LENGTH) {
                    end(sink);
                }
                yield taken;
            }
            case FAILED -> throw new FrameException("the link has failed");
        };
    }

    private int collect(byte[] in, int off, int len, int wanted) {
        int taken = Math.min(len, wanted - fill);
        System.arraycopy(in, off, fixed, fill, taken);
        fill += taken;
        return taken;
    }

    private void enter(State next) {
        state = next;
        fill = 0;
    }

    private void header() throws FrameException {
        mac.header(fixed, 0);
        if (!mac.matches(fixed, 16)) {
            throw new FrameException("the MAC of a frame's header is wrong");
        }
        // Over the MAC, which has done its work: the JDK makes garbage of what is done in place.
        aes.apply(fixed, 0, 16, fixed, 16);
        size = (fixed[16] & 0xFF) << 16 | (fixed[17] & 0xFF) << 8 | (fixed[18] & 0xFF);
        if (size == 0) {
            throw new FrameException("a frame is empty");
        }
        if (size > limit) {
            throw new FrameException(
                    "a frame of " + size + " bytes, at most " + limit + " are allowed");
        }
        body = new byte[Math.min(size, PIECE)];
        enter(State.BODY);
    }

    private int body(byte[] in, int off, int len) {
        if (fill == body.length) {
            body = Arrays.copyOf(body, grown());
        }
        int taken = Math.min(len, Math.min(body.length - fill, PIECE));
        mac.update(in, off, taken);
        aes.apply(in, off, taken, body, fill);
        fill += taken;
        if (fill == size) {
            enter(FrameEncoder.padding(size) == 0 ? State.MAC : State.PADDING);
        }
        return taken;
    }

    private int grown() {
        int next = (fill < SMALL ? 4 : 2) * fill;
        // One that is almost complete then is not copied once more for its last bytes.
        return size - next <= next / 4 ? size : next;
    }

    private void end(FrameSink sink) throws FrameException {
        mac.endBody();
        if (!mac.matches(fixed, 0)) {
            throw new FrameException("the MAC of a frame's body is wrong");
        }
        byte[] complete = body;
        body = NOTHING;
        enter(State.HEADER);
        sink.frame(complete, size);
    }
}
