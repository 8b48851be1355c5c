package dev.peerloom.core;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.crypto.Secp256k1;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HexFormat;

/** The private key that a node is known by: secp256k1. Thread-safe. */
public final class NodeKey {
    private static final int DIGITS = 64;
    // Room for the digits and a line end; what is longer is not a key.
    private static final int FILE_LIMIT = DIGITS + 64;
    private static final KeyFiles FILES = new KeyFiles("node key");

    private final byte[] privateKey;
    // Computed when it is asked for first: loading the curve takes a while, in which a node that
    // starts has other things to do.
    private volatile @Nullable NodeId id;

    private NodeKey(byte[] privateKey) {
        this.privateKey = privateKey.clone();
    }

    /** A new random key. */
    public static NodeKey generate() {
        return new NodeKey(Secp256k1.get().newPrivateKey());
    }

    /**
     * Reads 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException if it is anything else, or a number that is not a private
     *     key of secp256k1; the message does not repeat the digits
     */
    public static NodeKey parse(String hex) {
        if (hex.length() != DIGITS || !isHex(hex)) {
            throw new IllegalArgumentException("a node key is 64 hexadecimal digits");
        }
        byte[] key = HexFormat.of().parseHex(hex);
        if (!Secp256k1.isInRange(key)) {
            throw new IllegalArgumentException(
                    "the number is not a private key of secp256k1: it is 0 or too large");
        }
        return new NodeKey(key);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a key file: 64 hexadecimal digits, white space around them ignored, accessible to its
     * owner only (where the file system knows owner, group and others).
     *
     * @throws ConfigurationException if there is no such file or it cannot be a key file, with what
     *     to do about it
     */
    public static NodeKey load(Path file) throws ConfigurationException {
        String text = FILES.readPrivate(file, FILE_LIMIT, "make one with peerloom key generate");
        try {
            return parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "node key file " + file + " holds no node key: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a new key file that only its owner may read and write; an existing file is left alone.
     *
     * @throws ConfigurationException if the file exists or cannot be written
     */
    public void save(Path file) throws ConfigurationException {
        FILES.create(file, HexFormat.of().formatHex(privateKey) + '\n');
    }

    /** The public key. */
    public NodeId id() {
        NodeId known = id;
        if (known == null) {
            known = new NodeId(Secp256k1.get().publicKey(privateKey));
            id = known;
        }
        return known;
    }

    /** The private key, 32 bytes. */
    public byte[] privateKey() {
        return privateKey.clone();
    }

    /**
     * Signs 32 bytes: r ‖ s ‖ v (65 bytes) with low s, the nonce of RFC 6979 and v 0 or 1.
     *
     * @throws IllegalArgumentException if the hash does not have 32 bytes
     */
    public byte[] sign(byte[] hash) {
        return Secp256k1.get().sign(privateKey, hash);
    }

    /**
     * The point that this key and the holder of another one share: x ‖ y (64 bytes).
     *
     * @throws IllegalArgumentException if the other key is not a point on the curve
     */
    public byte[] agree(NodeId other) {
        return Secp256k1.get().agree(privateKey, other.publicKey());
    }

    /** The public key: the private one is not for logs. */
    @Override
    public String toString() {
        return "NodeKey[" + id() + "]";
    }
}
