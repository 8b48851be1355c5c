package dev.peerloom.core;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.crypto.Keccak256;

import java.util.HexFormat;

/**
 * The Keccak-256 hash of a node's public key, in hexadecimal digits: what discovery orders nodes
 * by, and what go-ethereum calls a node's id.
 *
 * @param hex 64 digits
 */
public record NodeHash(String hex) {
    /** The hash of a node's public key. */
    public static NodeHash of(NodeId id) {
        return new NodeHash(HexFormat.of().formatHex(Keccak256.hash(id.publicKey())));
    }

    @Override
    public String toString() {
        return hex;
    }
}
