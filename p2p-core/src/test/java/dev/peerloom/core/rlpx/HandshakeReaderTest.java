package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

final class HandshakeReaderTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 305, 510, 511, 512, 1023, 1024, 1279, 1280, 2047, 2048})
    void sizesUpToTheLimitAreCollected(int size) throws Exception {
        byte[] packet = prefixed(size);
        for (HandshakeReader reader :
                new HandshakeReader[] {HandshakeReader.forAuth(), HandshakeReader.forAck()}) {
            for (int i = 0; i < packet.length; i++) {
                assertFalse(reader.complete());
                assertEquals(1, reader.feed(packet, i, 1));
            }
            assertTrue(reader.complete());
            assertArrayEquals(packet, reader.packet());
            assertEquals(0, reader.feed(packet, 0, packet.length), "the rest is not taken");
            assertArrayEquals(packet, reader.packet());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2049, 0x4745, 0x1603, 0xFFFF})
    void otherSizesAreRefusedAsSoonAsTheyCanBeSeen(int size) throws Exception {
        byte[] packet = {(byte) (size >>> 8), (byte) size};
        for (HandshakeReader reader :
                new HandshakeReader[] {HandshakeReader.forAuth(), HandshakeReader.forAck()}) {
            assertEquals(1, reader.feed(packet, 0, 1));
            HandshakeException refused =
                    assertThrows(HandshakeException.class, () -> reader.feed(packet, 1, 1));
            assertTrue(refused.getMessage().contains("1 to 2048"));
        }
    }

    @Test
    void aPlainAuthEndsAfter307BytesHoweverItIsSplit() throws Exception {
        byte[] auth = Eip8Vectors.AUTH_1;
        byte[] stream = Arrays.copyOf(auth, auth.length + 50);
        for (int cut = 0; cut <= auth.length; cut++) {
            HandshakeReader reader = HandshakeReader.forAuth();
            assertEquals(cut, reader.feed(stream, 0, cut));
            assertEquals(cut == auth.length, reader.complete());
            assertEquals(auth.length - cut, reader.feed(stream, cut, stream.length - cut));
            assertArrayEquals(auth, reader.packet());
        }
    }

    /** What follows 0x04 is not on the curve: then it is a size, 1024 to 1279. */
    @Test
    void whatOnlyLooksLikeAPlainAuthIsReadAsEip8() throws Exception {
        byte[] auth = Eip8Vectors.AUTH_1.clone();
        auth[40] ^= 1;
        HandshakeReader reader = HandshakeReader.forAuth();
        assertEquals(307, reader.feed(auth, 0, 307));
        assertFalse(reader.complete());
        int size = 0x0400 | (auth[1] & 0xFF);
        byte[] rest = new byte[3000];
        assertEquals(2 + size - 307, reader.feed(rest, 0, rest.length));
        assertTrue(reader.complete());
    }

    @Test
    void anInitiatorWaitsForNoPlainAck() throws Exception {
        HandshakeReader reader = HandshakeReader.forAck();
        reader.feed(Eip8Vectors.ACK_1, 0, Eip8Vectors.ACK_1.length);
        assertFalse(reader.complete());
    }

    @Test
    void anIncompletePacketIsNotHandedOut() throws Exception {
        HandshakeReader reader = HandshakeReader.forAck();
        assertThrows(IllegalStateException.class, reader::packet);
        reader.feed(prefixed(3), 0, 4);
        assertThrows(IllegalStateException.class, reader::packet);
    }

    private static byte[] prefixed(int size) {
        byte[] packet = new byte[2 + size];
        Arrays.fill(packet, (byte) 7);
        packet[0] = (byte) (size >>> 8);
        packet[1] = (byte) size;
        return packet;
    }
}
