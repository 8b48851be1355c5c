package dev.peerloom.core.rlpx;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The envelope of handshake packets since EIP-8: a size of two bytes, then that many of ECIES,
 * whose tag covers the size too. The plain text is an RLP list and padding.
 */
final class Eip8 {
    static final int PREFIX = 2;

    private Eip8() {}

    /** Pads with 100 to 199 random bytes and encrypts. */
    static byte[] seal(byte[] publicKey, byte[] rlp, RandomGenerator random) {
        byte[] padding = Nonces.bytes(random, 100 + random.nextInt(100));
        byte[] plain = Arrays.copyOf(rlp, rlp.length + padding.length);
        System.arraycopy(padding, 0, plain, rlp.length, padding.length);
        int size = plain.length + Ecies.OVERHEAD;
        byte[] prefix = {(byte) (size >>> 8), (byte) size};
        byte[] body = Ecies.encrypt(publicKey, plain, prefix, random);
        byte[] packet = Arrays.copyOf(prefix, PREFIX + body.length);
        System.arraycopy(body, 0, packet, PREFIX, body.length);
        return packet;
    }

    /** The RLP list and its padding. */
    static byte[] open(byte[] privateKey, byte[] packet) throws HandshakeException {
        byte[] prefix = Arrays.copyOf(packet, PREFIX);
        return Ecies.decrypt(privateKey, packet, Math.min(PREFIX, packet.length), prefix);
    }
}
