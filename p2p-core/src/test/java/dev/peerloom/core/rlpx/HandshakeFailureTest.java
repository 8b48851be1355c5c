package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeId;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.crypto.Secp256k1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Whatever is wrong with a packet, the one message is the same, and nothing is answered. */
final class HandshakeFailureTest {
    private static final String MESSAGE =
            "the peer's handshake packet cannot be opened: damaged, forged or made for another key";
    private static final Secp256k1 CURVE = Secp256k1.get();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] KEY_A = CURVE.newPrivateKey();
    private static final byte[] KEY_B = CURVE.newPrivateKey();
    private static final byte[] A = CURVE.publicKey(KEY_A);
    private static final byte[] B = CURVE.publicKey(KEY_B);

    static Stream<Arguments> badAuths() throws Exception {
        return auths().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    private static Map<String, byte[]> auths() throws Exception {
        byte[] good = new InitiatorHandshake(KEY_A, new NodeId(B), RANDOM).auth();
        AuthMessage message = AuthMessage.open(KEY_B, good);
        byte[] signature = message.signature();
        byte[] nonce = message.nonce();
        Map<String, byte[]> bad = damaged(good);
        bad.put("sealed for another key", Eip8.seal(A, message.encode(), RANDOM));
        bad.put("signature too short", auth(Arrays.copyOf(signature, 64), A, nonce));
        bad.put("signature too long", auth(Arrays.copyOf(signature, 66), A, nonce));
        bad.put("signature of zeros", auth(new byte[65], A, nonce));
        bad.put("signature with v = 4", auth(with(signature, 64, "04"), A, nonce));
        bad.put("key of zeros", auth(signature, new byte[64], nonce));
        bad.put("key off the curve", auth(signature, flipped(A, 63), nonce));
        bad.put("key too short", auth(signature, Arrays.copyOf(A, 63), nonce));
        bad.put("nonce too short", auth(signature, A, new byte[31]));
        bad.put("nonce too long", auth(signature, A, new byte[33]));
        bad.put("no list", sealed(B, new RlpWriter().write("hello")));
        bad.put("an empty list", sealed(B, new RlpWriter().startList().endList()));
        bad.put(
                "a list longer than the packet",
                Eip8.seal(B, HexFormat.of().parseHex("fa0fffff"), RANDOM));
        bad.put(
                "a list with a wrong header",
                Eip8.seal(B, HexFormat.of().parseHex("f800"), RANDOM));
        bad.put("a list where the signature is", nested(message));
        bad.put("no version", withoutVersion(message));
        byte[] plain = Ecies.encrypt(B, new byte[194], new byte[0], RANDOM);
        bad.put("plain, all zeros", plain);
        bad.put("plain, tag wrong", flipped(plain, 306));
        bad.put("plain, text wrong", flipped(plain, 100));
        bad.put("plain, for another key", Eip8Vectors.AUTH_1);
        return bad;
    }

    static Stream<Arguments> badAcks() {
        return acks().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    private static Map<String, byte[]> acks() {
        byte[] key = CURVE.publicKey(CURVE.newPrivateKey());
        Map<String, byte[]> bad =
                damaged(Eip8.seal(A, new AckMessage(key, new byte[32]).encode(), RANDOM));
        bad.put("sealed for another key", ack(B, key, new byte[32]));
        bad.put("key of zeros", ack(A, new byte[64], new byte[32]));
        bad.put("key off the curve", ack(A, flipped(key, 0), new byte[32]));
        bad.put("key too long", ack(A, Arrays.copyOf(key, 65), new byte[32]));
        bad.put("nonce too short", ack(A, key, new byte[31]));
        bad.put("no list", sealed(A, new RlpWriter().write(key)));
        bad.put("an empty list", sealed(A, new RlpWriter().startList().endList()));
        return bad;
    }

    /** What can be done to any sealed packet without knowing a key. */
    private static Map<String, byte[]> damaged(byte[] good) {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        for (int at = 0; at < good.length; at += at < 2 + 65 ? 5 : 23) {
            bad.put("bit flipped at " + at, flipped(good, at));
        }
        bad.put("bit flipped in the tag's last byte", flipped(good, good.length - 1));
        for (int size = 1; size < good.length - 2; size = size * 2 + 1) {
            bad.put("cut to " + size, cut(good, size));
        }
        for (int size : new int[] {64, 65, 81, 112, 113, 114, good.length - 3}) {
            bad.put("cut to " + size, cut(good, size));
        }
        bad.put("point at infinity", with(good, 3, "00".repeat(64)));
        bad.put("point off the curve", with(good, 3, "00".repeat(63) + "01"));
        bad.put("x and y not below p", with(good, 3, "ff".repeat(64)));
        bad.put(
                "x = p + 1 on the curve once reduced",
                with(
                        good,
                        3,
                        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30"
                                + "4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee"));
        bad.put("compressed form", with(good, 2, "02"));
        bad.put("form zero", with(good, 2, "00"));
        bad.put("empty", new byte[0]);
        bad.put("one byte", new byte[1]);
        bad.put("a prefix only", new byte[2]);
        return bad;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAuths")
    void theResponderStaysSilent(String name, byte[] packet) {
        ResponderHandshake responder = new ResponderHandshake(KEY_B, RANDOM);
        HandshakeException refused =
                assertThrows(HandshakeException.class, () -> responder.receiveAuth(packet));
        assertEquals(MESSAGE, refused.getMessage());
        assertNull(refused.getCause());
        assertThrows(IllegalStateException.class, responder::ack, "there is nothing to send");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAcks")
    void theInitiatorStaysSilent(String name, byte[] packet) throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(KEY_A, new NodeId(B), RANDOM);
        initiator.auth();
        HandshakeException refused =
                assertThrows(HandshakeException.class, () -> initiator.receiveAck(packet));
        assertEquals(MESSAGE, refused.getMessage());
        assertNull(refused.getCause());
    }

    @Test
    void anIdThatIsNoPointCannotBeDialled() {
        InitiatorHandshake initiator =
                new InitiatorHandshake(KEY_A, new NodeId(new byte[64]), RANDOM);
        HandshakeException refused = assertThrows(HandshakeException.class, initiator::auth);
        assertTrue(refused.getMessage().contains("not a public key"));
    }

    private static byte[] auth(byte[] signature, byte[] key, byte[] nonce) {
        return Eip8.seal(B, new AuthMessage(signature, key, nonce).encode(), RANDOM);
    }

    private static byte[] ack(byte[] to, byte[] key, byte[] nonce) {
        return Eip8.seal(to, new AckMessage(key, nonce).encode(), RANDOM);
    }

    private static byte[] sealed(byte[] to, RlpWriter rlp) {
        return Eip8.seal(to, rlp.toByteArray(), RANDOM);
    }

    private static byte[] nested(AuthMessage message) {
        return sealed(
                B,
                new RlpWriter()
                        .startList()
                        .startList()
                        .write(message.signature())
                        .endList()
                        .write(message.publicKey())
                        .write(message.nonce())
                        .write(4)
                        .endList());
    }

    private static byte[] withoutVersion(AuthMessage message) {
        return sealed(
                B,
                new RlpWriter()
                        .startList()
                        .write(message.signature())
                        .write(message.publicKey())
                        .write(message.nonce())
                        .endList());
    }

    private static byte[] flipped(byte[] packet, int at) {
        byte[] bad = packet.clone();
        bad[at] ^= 1;
        return bad;
    }

    /** The first bytes only, and a prefix that says so. */
    private static byte[] cut(byte[] packet, int size) {
        byte[] bad = Arrays.copyOf(packet, 2 + size);
        bad[0] = (byte) (size >>> 8);
        bad[1] = (byte) size;
        return bad;
    }

    private static byte[] with(byte[] packet, int at, String hex) {
        byte[] bad = packet.clone();
        byte[] part = HexFormat.of().parseHex(hex);
        System.arraycopy(part, 0, bad, at, part.length);
        return bad;
    }
}
