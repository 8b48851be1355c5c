package dev.peerloom.api;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HexFormat;

/** The public key of a node, 64 bytes. */
public final class NodeId {
    private final byte[] publicKey;

    public NodeId(byte[] publicKey) {
        if (publicKey.length != 64) {
            throw new IllegalArgumentException("a node id has 64 bytes, not " + publicKey.length);
        }
        this.publicKey = publicKey.clone();
    }

    public static NodeId parse(String hex) {
        return new NodeId(HexFormat.of().parseHex(hex));
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    @SuppressWarnings("exports") // the annotation is for compilers that have it
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeId that && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(publicKey);
    }
}
