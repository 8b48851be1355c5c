package dev.peerloom.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.crypto.Secp256k1;

import org.junit.jupiter.api.Test;

class NodeKeyUseTest {
    private final NodeKey key = NodeKey.parse("45".repeat(32));
    private final NodeKey other = NodeKey.parse("77".repeat(32));

    @Test
    void aSignatureNamesItsSigner() {
        byte[] hash = new byte[32];
        hash[3] = 9;
        byte[] signature = key.sign(hash);
        assertEquals(65, signature.length);
        assertArrayEquals(key.id().publicKey(), Secp256k1.get().recover(hash, signature));
    }

    @Test
    void onlyHashesOf32BytesAreSigned() {
        assertThrows(IllegalArgumentException.class, () -> key.sign(new byte[31]));
    }

    @Test
    void bothHoldersAgreeUponOnePoint() {
        byte[] point = key.agree(other.id());
        assertEquals(64, point.length);
        assertArrayEquals(point, other.agree(key.id()));
    }

    @Test
    void aPointOffTheCurveIsRefused() {
        NodeId offTheCurve = new NodeId(new byte[64]);
        assertThrows(IllegalArgumentException.class, () -> key.agree(offTheCurve));
    }
}
