package dev.peerloom.core.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * secp256k1 with libsecp256k1, called through {@link java.lang.foreign}: about three times faster
 * than Bouncy Castle. Its key generation, signing and {@code secp256k1_ecdh} are constant-time.
 *
 * <p>The library ends the process when it is called with something that its documentation forbids,
 * so every result is checked before it is handed to the next function. Copies of secrets outside
 * the heap are wiped before their memory is given back.
 */
final class NativeSecp256k1 implements Secp256k1 {
    /** Sizes of the library's own, opaque forms. */
    private static final int PUBLIC_KEY = 64;

    private static final int SIGNATURE = 65;

    private static final int UNCOMPRESSED = 65;
    private static final byte UNCOMPRESSED_TAG = 0x04;

    private final LibSecp256k1 library;
    private final SecureRandom random = new SecureRandom();

    /** Made with a library whose answers to some known questions were right. */
    NativeSecp256k1(LibSecp256k1 library) {
        this.library = library;
    }

    @Override
    public String implementation() {
        return "libsecp256k1 (" + library.origin() + ")";
    }

    @Override
    public byte[] newPrivateKey() {
        byte[] key = new byte[32];
        do {
            random.nextBytes(key);
        } while (!isPrivateKey(key));
        return key;
    }

    @Override
    public boolean isPrivateKey(byte[] candidate) {
        if (candidate.length != 32) {
            return false;
        }
        try (Scratch scratch = new Scratch()) {
            return library.isSecretKey(scratch.copy(candidate));
        }
    }

    @Override
    public boolean isPublicKey(byte[] candidate) {
        if (candidate.length != 64) {
            return false;
        }
        try (Scratch scratch = new Scratch()) {
            return parse(scratch, candidate, scratch.bytes(PUBLIC_KEY));
        }
    }

    private boolean parse(Scratch scratch, byte[] point, MemorySegment key) {
        MemorySegment encoded = scratch.bytes(UNCOMPRESSED);
        encoded.set(ValueLayout.JAVA_BYTE, 0, UNCOMPRESSED_TAG);
        MemorySegment.copy(point, 0, encoded, ValueLayout.JAVA_BYTE, 1, point.length);
        return library.parsePublicKey(key, encoded);
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        checkLength(privateKey);
        try (Scratch scratch = new Scratch()) {
            MemorySegment key = scratch.bytes(PUBLIC_KEY);
            if (!library.createPublicKey(key, scratch.copy(privateKey))) {
                throw notAPrivateKey();
            }
            return encode(scratch, key);
        }
    }

    @Override
    public byte[] agree(byte[] privateKey, byte[] publicKey) {
        checkLength(privateKey);
        try (Scratch scratch = new Scratch()) {
            MemorySegment key = scratch.bytes(PUBLIC_KEY);
            if (publicKey.length != 64 || !parse(scratch, publicKey, key)) {
                throw new IllegalArgumentException("the public key is not a point on secp256k1");
            }
            MemorySegment point = scratch.copy(new byte[64]);
            if (!library.agree(point, key, scratch.copy(privateKey))) {
                throw notAPrivateKey();
            }
            return point.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Override
    public byte[] sign(byte[] privateKey, byte[] hash) {
        checkHash(hash);
        checkLength(privateKey);
        try (Scratch scratch = new Scratch()) {
            MemorySegment signature = scratch.bytes(SIGNATURE);
            if (!library.sign(signature, scratch.copy(reduced(hash)), scratch.copy(privateKey))) {
                throw notAPrivateKey();
            }
            MemorySegment compact = scratch.bytes(64);
            int v = library.serializeSignature(compact, signature, scratch.bytes(4));
            byte[] encoded = new byte[65];
            MemorySegment.copy(compact, ValueLayout.JAVA_BYTE, 0, encoded, 0, 64);
            encoded[64] = (byte) v;
            return encoded;
        }
    }

    /**
     * RFC 6979 makes the nonce from the hash modulo the group's order (section 2.3.4), the library
     * from the hash as it is. They differ for one hash in 2^128.
     */
    private static byte[] reduced(byte[] hash) {
        BigInteger number = new BigInteger(1, hash);
        if (number.compareTo(GroupOrder.N) < 0) {
            return hash;
        }
        byte[] small = number.subtract(GroupOrder.N).toByteArray();
        byte[] reduced = new byte[32];
        int from = Math.max(0, small.length - 32);
        System.arraycopy(small, from, reduced, 32 - small.length + from, small.length - from);
        return reduced;
    }

    @Override
    public byte[] recover(byte[] hash, byte[] signature) {
        checkHash(hash);
        if (signature.length != 65 || signature[64] < 0 || signature[64] > 3) {
            throw notASignature();
        }
        try (Scratch scratch = new Scratch()) {
            MemorySegment parsed = scratch.bytes(SIGNATURE);
            MemorySegment key = scratch.bytes(PUBLIC_KEY);
            // parse takes the first 64 bytes
            if (!library.parseSignature(parsed, scratch.copy(signature), signature[64])
                    || !library.recover(key, parsed, scratch.copy(hash))) {
                throw notASignature();
            }
            return encode(scratch, key);
        }
    }

    private byte[] encode(Scratch scratch, MemorySegment key) {
        MemorySegment encoded = scratch.bytes(UNCOMPRESSED);
        library.serializePublicKey(encoded, key, scratch.bytes(8));
        return encoded.asSlice(1).toArray(ValueLayout.JAVA_BYTE);
    }

    private static void checkHash(byte[] hash) {
        if (hash.length != 32) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + hash.length);
        }
    }

    private static void checkLength(byte[] privateKey) {
        if (privateKey.length != 32) {
            throw notAPrivateKey();
        }
    }

    private static IllegalArgumentException notAPrivateKey() {
        return new IllegalArgumentException(
                "not a private key: 32 bytes, above 0 and below the order of secp256k1");
    }

    private static IllegalArgumentException notASignature() {
        return new IllegalArgumentException("no public key can have made this signature");
    }

    /**
     * The memory of one call, in one piece: every operation needs less than {@link #SIZE} bytes. It
     * is wiped whole at the end, because the secrets and what comes of them lie in it.
     */
    private static final class Scratch implements AutoCloseable {
        private static final int SIZE = 512;
        private static final int ALIGNMENT = 8;

        private final Arena arena = Arena.ofConfined();
        private final MemorySegment memory = arena.allocate(SIZE, ALIGNMENT);
        private long used;

        MemorySegment bytes(int size) {
            MemorySegment slice = memory.asSlice(used, size);
            used += (size + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
            return slice;
        }

        MemorySegment copy(byte[] bytes) {
            MemorySegment slice = bytes(bytes.length);
            MemorySegment.copy(bytes, 0, slice, ValueLayout.JAVA_BYTE, 0, bytes.length);
            return slice;
        }

        @Override
        public void close() {
            memory.fill((byte) 0);
            arena.close();
        }
    }
}
