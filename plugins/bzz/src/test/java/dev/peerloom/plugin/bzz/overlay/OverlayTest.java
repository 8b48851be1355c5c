package dev.peerloom.plugin.bzz.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeId;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.bzz.Swarm;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

class OverlayTest {
    @Property(tries = 300)
    void hashesAsTheReferenceDoes(@ForAll @Size(max = 700) byte[] data) {
        assertArrayEquals(new Keccak.Digest256().digest(data), Keccak256.hash(data));
    }

    @Test
    void hashesAtTheEdgesOfABlock() {
        for (int length : List.of(0, 1, 134, 135, 136, 137, 271, 272, 273)) {
            byte[] data = new byte[length];
            assertArrayEquals(new Keccak.Digest256().digest(data), Keccak256.hash(data));
        }
    }

    /** The rule of go-ethereum's swarm/api/config.go: all 65 bytes of the point. */
    @Test
    void aNodesAddressIsTheHashOfItsKey() {
        byte[] key = new byte[64];
        key[63] = 7;
        byte[] point = new byte[65];
        point[0] = 4;
        point[64] = 7;
        assertEquals(
                Overlay.of(new Keccak.Digest256().digest(point)), Overlay.ofKey(new NodeId(key)));
    }

    @Property(tries = 500)
    void proximityIsTheNumberOfEqualLeadingBits(
            @ForAll @Size(32) byte[] bytes, @ForAll @IntRange(max = 255) int bit) {
        byte[] other = bytes.clone();
        other[bit / 8] ^= (byte) (0x80 >> (bit % 8));
        Overlay one = Overlay.of(bytes);
        assertEquals(bit, one.proximity(Overlay.of(other)));
        assertEquals(bit, Overlay.of(other).proximity(one));
        assertEquals(256, one.proximity(Overlay.of(bytes)));
        other[31] ^= 1; // what comes after the first difference makes none
        assertEquals(bit == 255 ? 256 : bit, one.proximity(Overlay.of(other)));
    }

    @Property(tries = 500)
    void distanceIsTheExclusiveOr(
            @ForAll @Size(32) byte[] target,
            @ForAll @Size(32) byte[] one,
            @ForAll @Size(32) byte[] other) {
        int expected = distance(target, one).compareTo(distance(target, other));
        int order = Overlay.of(target).nearestFirst().compare(Overlay.of(one), Overlay.of(other));
        assertEquals(Integer.signum(expected), Integer.signum(order));
    }

    private static BigInteger distance(byte[] one, byte[] other) {
        return new BigInteger(1, one).xor(new BigInteger(1, other));
    }

    @Property(tries = 200)
    void comesBackFromTextAndFromRlp(@ForAll @Size(32) byte[] bytes) throws RlpException {
        Overlay overlay = Overlay.of(bytes);
        assertEquals("0x" + HexFormat.of().formatHex(bytes), overlay.toString());
        assertEquals(overlay, Overlay.parse(overlay.toString()));
        assertEquals(overlay, Overlay.parse(overlay.toString().substring(2)));
        RlpWriter out = new RlpWriter();
        overlay.write(out);
        assertEquals(overlay, Overlay.read(new RlpReader(out.toByteArray())));
    }

    @Test
    void refusesOtherLengths() {
        assertThrows(IllegalArgumentException.class, () -> Overlay.parse("0x12"));
        assertThrows(IllegalArgumentException.class, () -> Overlay.parse("zz".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> Overlay.of(new byte[31]));
        byte[] longer = new RlpWriter().write(new byte[33]).toByteArray();
        assertThrows(RlpException.class, () -> Overlay.read(new RlpReader(longer)));
    }

    @Test
    void aNodeIsOneThatCanBeDialledWithoutAskingForItsName() {
        String id = Swarm.node(Swarm.BASE).enode().id().toString();
        for (String host : List.of("127.0.0.1", "[::1]", "[2001:db8::a]", "10.1.2.3")) {
            String url = "enode://" + id + "@" + host + ":30399?discport=0";
            SwarmNode node = SwarmNode.of(Swarm.BASE, url).orElseThrow();
            assertEquals(url, node.enode().toString());
        }
        for (String host :
                List.of(
                        "example.org",
                        "a1",
                        "h1.example9",
                        "0.0.0.0",
                        "[::]",
                        "1.2.3-4",
                        "nine.9x")) {
            String url = "enode://" + id + "@" + host + ":30399";
            assertEquals(Optional.empty(), SwarmNode.of(Swarm.BASE, url), host);
        }
        assertTrue(SwarmNode.of(Swarm.BASE, "enode://" + id + "@127.0.0.1:0").isEmpty());
        assertTrue(SwarmNode.of(Swarm.BASE, "0x04" + id).isEmpty());
        assertTrue(SwarmNode.of(Swarm.BASE, "").isEmpty());
    }
}
