package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeId;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.crypto.Keccak256;
import dev.peerloom.core.crypto.Secp256k1;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

final class HandshakeTest {
    private static final Secp256k1 CURVE = Secp256k1.get();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] KEY_A = CURVE.newPrivateKey();
    private static final byte[] KEY_B = CURVE.newPrivateKey();
    private static final NodeId A = new NodeId(CURVE.publicKey(KEY_A));
    private static final NodeId B = new NodeId(CURVE.publicKey(KEY_B));
    private static final byte[] NOTHING = {};

    @Property(tries = 20)
    void bothSidesEndWithTheSameLink(@ForAll Random random) throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(KEY_A, B, random);
        ResponderHandshake responder = new ResponderHandshake(KEY_B, random);
        assertEquals(A, responder.receiveAuth(initiator.auth()));
        assertLinked(initiator.receiveAck(responder.ack()), responder.secrets());
    }

    /** The last packet of a handshake and the first frames may come in one piece, or in any two. */
    @Test
    void framesRightBehindTheAckAreLeftToTheDecoderHoweverTheInputIsSplit() throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(KEY_A, B, RANDOM);
        ResponderHandshake responder = new ResponderHandshake(KEY_B, RANDOM);
        responder.receiveAuth(initiator.auth());
        byte[] ack = responder.ack();
        FrameEncoder encoder = new FrameEncoder(responder.secrets());
        byte[] stream =
                concat(ack, encoder.encode(new byte[] {1, 2}), encoder.encode(new byte[16]));
        Secrets secrets = initiator.receiveAck(ack);
        for (int cut = 0; cut <= stream.length; cut++) {
            HandshakeReader reader = HandshakeReader.forAck();
            FrameDecoder decoder = new FrameDecoder(secrets);
            List<byte[]> frames = new ArrayList<>();
            for (int[] part : new int[][] {{0, cut}, {cut, stream.length}}) {
                int at = part[0] + reader.feed(stream, part[0], part[1] - part[0]);
                assertEquals(reader.complete(), part[1] >= ack.length);
                decoder.decode(stream, at, part[1] - at, (body, length) -> frames.add(body));
            }
            assertArrayEquals(ack, reader.packet());
            assertEquals(2, frames.size(), "split at " + cut);
            assertArrayEquals(new byte[] {1, 2}, frames.get(0));
            assertArrayEquals(new byte[16], frames.get(1));
        }
    }

    @Test
    void aPlainAuthIsAnsweredPlainlyAndTheLinkWorks() throws Exception {
        byte[] ephemeral = CURVE.newPrivateKey();
        byte[] nonce = Nonces.bytes(RANDOM, 32);
        byte[] auth = plainAuth(ephemeral, nonce);
        assertEquals(307, auth.length);
        ResponderHandshake responder = new ResponderHandshake(KEY_B, RANDOM);
        assertEquals(A, responder.receiveAuth(auth));
        byte[] ack = responder.ack();
        assertEquals(210, ack.length);
        byte[] plain = Ecies.decrypt(KEY_A, ack, 0, NOTHING);
        byte[] point = CURVE.agree(ephemeral, Arrays.copyOf(plain, 64));
        byte[] theirNonce = Arrays.copyOfRange(plain, 64, 96);
        assertLinked(Secrets.derive(point, nonce, theirNonce, auth, ack), responder.secrets());
    }

    private static byte[] plainAuth(byte[] ephemeral, byte[] nonce) {
        byte[] token = Arrays.copyOf(CURVE.agree(KEY_A, B.publicKey()), 32);
        byte[] plain =
                concat(
                        CURVE.sign(ephemeral, Nonces.xor(token, nonce)),
                        Keccak256.hash(CURVE.publicKey(ephemeral)),
                        A.publicKey(),
                        nonce,
                        new byte[1]);
        return Ecies.encrypt(B.publicKey(), plain, NOTHING, RANDOM);
    }

    /** EIP-8: a version that we do not know, and fields that it may have, are no obstacle. */
    @Test
    void laterVersionsWithMoreListElementsAreUnderstood() throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(KEY_A, B, RANDOM);
        AuthMessage auth = AuthMessage.open(KEY_B, initiator.auth());
        byte[] later =
                new RlpWriter()
                        .startList()
                        .write(auth.signature())
                        .write(auth.publicKey())
                        .write(auth.nonce())
                        .write(77)
                        .write(new byte[740]) // the size prefix begins with 0x04, whatever the
                        // padding
                        .startList()
                        .endList()
                        .endList()
                        .toByteArray();
        byte[] packet = Eip8.seal(B.publicKey(), later, RANDOM);
        assertEquals(0x04, packet[0]);
        for (int cut = 0; cut <= packet.length; cut++) {
            HandshakeReader reader = HandshakeReader.forAuth();
            assertEquals(cut, reader.feed(packet, 0, cut));
            assertEquals(packet.length - cut, reader.feed(packet, cut, packet.length - cut));
            assertArrayEquals(packet, reader.packet());
        }
        assertEquals(A, new ResponderHandshake(KEY_B, RANDOM).receiveAuth(packet));
    }

    @Test
    void anAckOfALaterVersionIsUnderstood() throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(KEY_A, B, RANDOM);
        byte[] auth = initiator.auth();
        byte[] ephemeral = CURVE.newPrivateKey();
        byte[] nonce = Nonces.bytes(RANDOM, 32);
        byte[] rlp =
                new RlpWriter()
                        .startList()
                        .write(CURVE.publicKey(ephemeral))
                        .write(nonce)
                        .write(5)
                        .write("later")
                        .endList()
                        .toByteArray();
        byte[] ack = Eip8.seal(A.publicKey(), rlp, RANDOM);
        AuthMessage message = AuthMessage.open(KEY_B, auth);
        byte[] token = Arrays.copyOf(CURVE.agree(KEY_B, A.publicKey()), 32);
        byte[] theirs = CURVE.recover(Nonces.xor(token, message.nonce()), message.signature());
        Secrets expected =
                Secrets.derive(CURVE.agree(ephemeral, theirs), message.nonce(), nonce, auth, ack);
        assertLinked(initiator.receiveAck(ack), expected.swapped());
    }

    /** Old implementations tell the forms apart by length: EIP-8 asks for 100 bytes and more. */
    @Test
    void packetsArePaddedWithAHundredToTwoHundredRandomBytes() throws Exception {
        byte[] rlp = new AckMessage(new byte[64], new byte[32]).encode();
        boolean[] seen = new boolean[200];
        for (int i = 0; i < 60; i++) {
            byte[] plain = Eip8.open(KEY_B, Eip8.seal(B.publicKey(), rlp, RANDOM));
            int padding = plain.length - rlp.length;
            assertTrue(padding >= 100 && padding < 200, padding + " bytes of padding");
            seen[padding] = true;
            byte[] bytes = Arrays.copyOfRange(plain, rlp.length, plain.length);
            assertTrue(
                    new String(bytes, StandardCharsets.ISO_8859_1).chars().distinct().count() > 20,
                    "random, not zeros");
        }
        int different = 0;
        for (boolean one : seen) {
            different += one ? 1 : 0;
        }
        assertTrue(different > 10, "lengths vary");
    }

    @Test
    void askingTwiceGivesTheSamePacket() throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(KEY_A, B, RANDOM);
        assertArrayEquals(initiator.auth(), initiator.auth());
        ResponderHandshake responder = new ResponderHandshake(KEY_B, RANDOM);
        responder.receiveAuth(initiator.auth());
        assertArrayEquals(responder.ack(), responder.ack());
    }

    @Test
    void everyHandshakeHasKeysOfItsOwn() throws Exception {
        InitiatorHandshake first = new InitiatorHandshake(KEY_A, B, RANDOM);
        InitiatorHandshake second = new InitiatorHandshake(KEY_A, B, RANDOM);
        AuthMessage one = AuthMessage.open(KEY_B, first.auth());
        AuthMessage two = AuthMessage.open(KEY_B, second.auth());
        assertNotEquals(hex(one.nonce()), hex(two.nonce()));
        assertNotEquals(hex(one.signature()), hex(two.signature()));
    }

    @Test
    void stepsOutOfOrderAreTheCallersMistake() throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(KEY_A, B, RANDOM);
        assertThrows(IllegalStateException.class, () -> initiator.receiveAck(Eip8Vectors.ACK_2));
        ResponderHandshake responder = new ResponderHandshake(KEY_B, RANDOM);
        assertThrows(IllegalStateException.class, responder::ack);
        assertThrows(IllegalStateException.class, responder::secrets);
        responder.receiveAuth(initiator.auth());
        assertThrows(IllegalStateException.class, () -> responder.receiveAuth(initiator.auth()));
    }

    /** Frames of both directions arrive, and a second time in the other order. */
    private static void assertLinked(Secrets one, Secrets other) throws FrameException {
        byte[] body = {1, 2, 3};
        for (Secrets[] way : new Secrets[][] {{one, other}, {other, one}}) {
            byte[] wire = new FrameEncoder(way[0]).encode(body);
            List<byte[]> frames = new ArrayList<>();
            new FrameDecoder(way[1]).decode(wire, 0, wire.length, (b, length) -> frames.add(b));
            assertEquals(1, frames.size());
            assertArrayEquals(body, frames.getFirst());
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
