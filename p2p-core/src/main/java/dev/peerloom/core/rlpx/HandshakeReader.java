package dev.peerloom.core.rlpx;

import dev.peerloom.core.crypto.Secp256k1;

import java.util.Arrays;
import java.util.Objects;

/**
 * Collects one handshake packet from pieces of any size. Knows no key and does no arithmetic worth
 * mentioning, so it may run on an event loop. Owned by one thread at a time.
 *
 * <p>An auth from before EIP-8 has no size prefix, but 307 bytes that begin with an uncompressed
 * point: 0x04, x, y. As a prefix 0x04 would announce 1024 to 1279 bytes, which is legal. What tells
 * them apart is that the 64 bytes after it are on the curve, which the bytes of an EIP-8 packet in
 * that place are with a probability of 2^-256.
 */
public final class HandshakeReader {
    /** The largest size that a prefix may announce. */
    public static final int MAX_SIZE = 2048;

    private static final int POINT_END = 1 + 64;

    private final boolean plainAllowed;
    private byte[] packet = new byte[512];
    private int received;
    // Only what is needed for the next decision is taken: first the prefix, then the packet's end.
    private int needed = Eip8.PREFIX;
    private boolean sized;

    private HandshakeReader(boolean plainAllowed) {
        this.plainAllowed = plainAllowed;
    }

    /** For the side that was dialled. */
    public static HandshakeReader forAuth() {
        return new HandshakeReader(true);
    }

    /** For the side that dials. */
    public static HandshakeReader forAck() {
        return new HandshakeReader(false);
    }

    /**
     * Takes bytes up to the end of the packet and no further: the rest belongs to frames.
     *
     * @return how many were taken
     * @throws HandshakeException if the packet's size is out of bounds, as soon as that can be seen
     */
    public int feed(byte[] in, int off, int len) throws HandshakeException {
        Objects.checkFromIndexSize(off, len, in.length);
        int taken = 0;
        while (taken < len && !complete()) {
            int piece = Math.min(len - taken, needed - received);
            if (received + piece > packet.length) {
                packet = Arrays.copyOf(packet, Eip8.PREFIX + MAX_SIZE);
            }
            System.arraycopy(in, off + taken, packet, received, piece);
            received += piece;
            taken += piece;
            if (received == needed && !sized) {
                decide();
            }
        }
        return taken;
    }

    private void decide() throws HandshakeException {
        if (received == Eip8.PREFIX && plainAllowed && packet[0] == 0x04) {
            needed = POINT_END;
            return;
        }
        sized = true;
        if (received == POINT_END
                && Secp256k1.get().isPublicKey(Arrays.copyOfRange(packet, 1, POINT_END))) {
            needed = AuthMessage.PLAIN_PACKET;
            return;
        }
        int size = (packet[0] & 0xFF) << 8 | (packet[1] & 0xFF);
        if (size < 1 || size > MAX_SIZE) {
            throw HandshakeException.size();
        }
        needed = Eip8.PREFIX + size;
    }

    /** Whether the packet is there. */
    public boolean complete() {
        return sized && received == needed;
    }

    /**
     * The packet as it was on the wire, its size prefix included.
     *
     * @throws IllegalStateException if it is not complete
     */
    public byte[] packet() {
        if (!complete()) {
            throw new IllegalStateException("the packet is not complete");
        }
        return Arrays.copyOf(packet, received);
    }
}
