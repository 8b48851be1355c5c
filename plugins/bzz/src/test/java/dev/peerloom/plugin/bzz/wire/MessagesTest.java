package dev.peerloom.plugin.bzz.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.bzz.Swarm;
import dev.peerloom.plugin.bzz.overlay.Overlay;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

class MessagesTest {
    private static final Overlay ONE = Overlay.parse("11".repeat(32));
    private static final String A_HANDSHAKE =
            // [context "", size 42, payload: [8, 3, [overlay, "hi!"], true]]
            "ed802aaa" + "e9" + "08" + "03" + "e5" + "a0" + "11".repeat(32) + "83686921" + "01";

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** What swarm/network of go-ethereum 1.8.27 writes; the interop checks talk to it. */
    @Test
    void looksAsGoEthereumWritesIt() throws RlpException {
        Handshake handshake = new Handshake(8, 3, new BzzAddress(ONE, "hi!"), true);
        assertEquals(A_HANDSHAKE, hex(handshake.encode()));
        assertEquals(handshake, Handshake.decode(bytes(A_HANDSHAKE)));
        assertEquals("c58002" + "82c105", hex(new Subscribe(5).encode()));
        assertEquals("c58002" + "82c180", hex(new Subscribe(0).encode()));
        assertEquals("c58002" + "82c1c0", hex(new Peers(List.of()).encode()));
        assertEquals(
                "ec8029a9" + "e8e7e6" + "a0" + "11".repeat(32) + "8478797a7a",
                hex(new Peers(List.of(new BzzAddress(ONE, "xyzz"))).encode()));
    }

    @Property(tries = 300)
    void handshakesComeBackAsTheyWere(
            @ForAll long version,
            @ForAll long network,
            @ForAll @Size(32) byte[] overlay,
            @ForAll @Size(max = 512) byte[] underlay,
            @ForAll boolean light)
            throws RlpException {
        Handshake handshake = new Handshake(version, network, address(overlay, underlay), light);
        assertEquals(handshake, Handshake.decode(handshake.encode()));
    }

    @Property(tries = 200)
    void peersAndSubscriptionsComeBackAsTheyWere(
            @ForAll @Size(max = 5) List<@Size(32) byte[]> overlays,
            @ForAll @Size(max = 512) byte[] underlay,
            @ForAll @IntRange(max = 255) int depth)
            throws RlpException {
        Peers peers = new Peers(overlays.stream().map(o -> address(o, underlay)).toList());
        assertEquals(peers, Peers.decode(peers.encode()));
        assertEquals(new Subscribe(depth), Subscribe.decode(new Subscribe(depth).encode()));
    }

    private static BzzAddress address(byte[] overlay, byte[] underlay) {
        return new BzzAddress(
                Overlay.of(overlay), new String(underlay, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aContextIsPassedOver() throws RlpException {
        byte[] message = {(byte) 0xc1, 5};
        assertEquals(new Subscribe(5), Subscribe.decode(wrapped("traced by someone", 2, message)));
    }

    private static byte[] wrapped(String context, int size, byte[] message) {
        RlpWriter out = new RlpWriter().startList().write(context).write(size).write(message);
        return out.endList().toByteArray();
    }

    @Test
    void refusesWhatIsNotQuiteAMessage() {
        byte[] five = {(byte) 0xc1, 5};
        for (byte[] bad :
                List.of(
                        five, // not wrapped
                        wrapped("", 3, five), // another size
                        wrapped("", 2, new byte[] {5, 5}), // no list
                        wrapped("", 3, new byte[] {(byte) 0xc1, 5, 5}), // more behind it
                        wrapped("", 3, new byte[] {(byte) 0xc2, 5, 5}), // a field too many
                        wrapped("", 1, new byte[] {(byte) 0xc0}), // a field too few
                        wrapped("", 4, new byte[] {(byte) 0xc3, (byte) 0x82, 1, 0}), // 256
                        bytes("c6800282c10500"),
                        bytes("c5800282c10500"))) {
            assertThrows(RlpException.class, () -> Subscribe.decode(bad), hex(bad));
        }
        String two = A_HANDSHAKE.substring(0, A_HANDSHAKE.length() - 2) + "02";
        assertThrows(RlpException.class, () -> Handshake.decode(bytes(two)), "a boolean of 2");
    }

    @Test
    void refusesMoreThanItHolds() throws RlpException {
        BzzAddress longest = new BzzAddress(ONE, "x".repeat(BzzAddress.MAX_UNDERLAY));
        BzzAddress longer = new BzzAddress(ONE, "x".repeat(BzzAddress.MAX_UNDERLAY + 1));
        assertEquals(1, Peers.decode(new Peers(List.of(longest)).encode()).addresses().size());
        byte[] tooLong = new Peers(List.of(longer)).encode();
        assertThrows(RlpException.class, () -> Peers.decode(tooLong));
        BzzAddress usual = BzzAddress.of(Swarm.node(ONE));
        Peers most = new Peers(Collections.nCopies(Peers.MAX, usual));
        assertEquals(most, Peers.decode(most.encode()));
        byte[] tooMany = new Peers(Collections.nCopies(Peers.MAX + 1, usual)).encode();
        assertThrows(RlpException.class, () -> Peers.decode(tooMany));
    }
}
