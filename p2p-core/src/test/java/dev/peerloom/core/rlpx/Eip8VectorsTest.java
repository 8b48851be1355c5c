package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.crypto.Keccak256;
import dev.peerloom.core.crypto.Secp256k1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** EIP-8, "Test Vectors". */
final class Eip8VectorsTest {
    private static final Secp256k1 CURVE = Secp256k1.get();

    static List<byte[]> auths() {
        return List.of(Eip8Vectors.AUTH_1, Eip8Vectors.AUTH_2, Eip8Vectors.AUTH_3);
    }

    static List<byte[]> acks() {
        return List.of(Eip8Vectors.ACK_2, Eip8Vectors.ACK_3);
    }

    @ParameterizedTest
    @MethodSource("auths")
    void everyFormOfAuthYieldsItsSenderNonceAndEphemeralKey(byte[] packet) throws Exception {
        AuthMessage auth = AuthMessage.open(Eip8Vectors.KEY_B, packet);
        assertArrayEquals(Eip8Vectors.PUBLIC_A, auth.publicKey());
        assertArrayEquals(Eip8Vectors.NONCE_A, auth.nonce());
        byte[] token = Arrays.copyOf(CURVE.agree(Eip8Vectors.KEY_B, auth.publicKey()), 32);
        assertArrayEquals(
                CURVE.publicKey(Eip8Vectors.EPHEMERAL_A),
                CURVE.recover(Nonces.xor(token, auth.nonce()), auth.signature()));
    }

    @ParameterizedTest
    @MethodSource("auths")
    void theResponderAcceptsEveryFormOfAuth(byte[] packet) throws Exception {
        HandshakeReader reader = HandshakeReader.forAuth();
        assertEquals(packet.length, reader.feed(packet, 0, packet.length));
        ResponderHandshake responder =
                new ResponderHandshake(Eip8Vectors.KEY_B, new SecureRandom());
        assertEquals(new NodeId(Eip8Vectors.PUBLIC_A), responder.receiveAuth(reader.packet()));
        boolean plain = packet.length == 307;
        assertEquals(plain, responder.ack().length == 210, "answered in the form it came in");
    }

    @ParameterizedTest
    @MethodSource("acks")
    void everyFormOfAckYieldsItsNonceAndEphemeralKey(byte[] packet) throws Exception {
        AckMessage ack = AckMessage.open(Eip8Vectors.KEY_A, packet);
        assertArrayEquals(CURVE.publicKey(Eip8Vectors.EPHEMERAL_B), ack.ephemeralKey());
        assertArrayEquals(Eip8Vectors.NONCE_B, ack.nonce());
    }

    @Test
    void thePlainAckHasTheFormThatWeWrite() throws Exception {
        byte[] published = Ecies.decrypt(Eip8Vectors.KEY_A, Eip8Vectors.ACK_1, 0, new byte[0]);
        AckMessage ours =
                new AckMessage(CURVE.publicKey(Eip8Vectors.EPHEMERAL_B), Eip8Vectors.NONCE_B);
        assertArrayEquals(published, ours.encodePlain());
    }

    @Test
    void theSecretsOfBothSidesAreThePublishedOnes() {
        byte[] point =
                CURVE.agree(Eip8Vectors.EPHEMERAL_B, CURVE.publicKey(Eip8Vectors.EPHEMERAL_A));
        Secrets initiator =
                Secrets.derive(
                        point,
                        Eip8Vectors.NONCE_A,
                        Eip8Vectors.NONCE_B,
                        Eip8Vectors.AUTH_2,
                        Eip8Vectors.ACK_2);
        Secrets recipient = initiator.swapped();
        assertEquals(
                "80e8632c05fed6fc2a13b0f8d31a3cf645366239170ea067065aba8e28bac487",
                HexFormat.of().formatHex(recipient.aes()));
        assertEquals(
                "2ea74ec5dae199227dff1af715362700e989d889d7a493cb0639691efb8e5f98",
                HexFormat.of().formatHex(recipient.mac()));
        assertEquals(
                "0c7ec6340062cc46f5e9f1e3cf86f8c8c403c5a0964f5df0ebd34a75ddc86db5",
                afterFoo(recipient.ingress()));
        assertEquals(afterFoo(initiator.egress()), afterFoo(recipient.ingress()));
        assertEquals(afterFoo(initiator.ingress()), afterFoo(recipient.egress()));
    }

    private static String afterFoo(Keccak256 mac) {
        mac.update(new byte[] {'f', 'o', 'o'});
        byte[] digest = new byte[32];
        mac.digest(digest, 0);
        return HexFormat.of().formatHex(digest);
    }
}
