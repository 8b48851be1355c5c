package dev.peerloom.plugin.shh.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.shh.crypto.Keccak256;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Envelopes come back as they went, and their work is what the specification says. */
class EnvelopeTest {
    private static final long MAX = 0xFFFFFFFFL;

    @Property(tries = 300)
    void comesBackAsItWas(
            @ForAll @LongRange(min = 0, max = MAX) long expiry,
            @ForAll @LongRange(min = 0, max = MAX) long ttl,
            @ForAll int topic,
            @ForAll @Size(max = 400) byte[] data,
            @ForAll long nonce)
            throws RlpException {
        Envelope envelope = Envelope.of(expiry, ttl, new Topic(topic), data, nonce);
        Envelope back = Envelope.decode(envelope.encode());
        assertEquals(envelope, back);
        assertEquals(expiry, back.expiry());
        assertEquals(ttl, back.ttl());
        assertEquals(new Topic(topic), back.topic());
        assertArrayEquals(data, back.data());
        assertEquals(nonce, back.nonce());
        assertEquals(20 + data.length, back.size());
        List<Envelope> some = new ArrayList<>(List.of(envelope, back.withNonce(nonce + 1)));
        for (int size = 0; size < 3; size++) {
            List<Envelope> list = some.subList(0, Math.min(size, 2));
            assertEquals(list, Envelopes.decode(Envelopes.encode(list)));
        }
    }

    @Property(tries = 200)
    void itsHashAndItsWorkAreThoseOfTheSpecification(
            @ForAll @LongRange(min = 1, max = MAX) long ttl,
            @ForAll @Size(max = 400) byte[] data,
            @ForAll long nonce) {
        Envelope envelope = Envelope.of(1_800_000_000L, ttl, new Topic(0x01020304), data, nonce);
        Keccak256 keccak = new Keccak256();
        assertArrayEquals(Keccak256.hash(envelope.encode()), envelope.hash(keccak).toBytes());
        byte[] withoutNonce =
                new RlpWriter()
                        .startList()
                        .write(1_800_000_000L)
                        .write(ttl)
                        .write(new byte[] {1, 2, 3, 4})
                        .write(data)
                        .endList()
                        .toByteArray();
        byte[] tail = ByteBuffer.allocate(8).putLong(nonce).array();
        int zeros = 256 - new BigInteger(1, Keccak256.hash(withoutNonce, tail)).bitLength();
        assertEquals(zeros, envelope.leadingZeros(keccak));
        assertEquals(Math.pow(2, zeros) / withoutNonce.length / ttl, envelope.pow(zeros, ttl), 0.0);
    }

    @Test
    void fieldsOfTheWrongKindAreMalformed() {
        byte[] topic = {1, 2, 3, 4};
        byte[] data = {9};
        assertMalformed(new RlpWriter().write(5));
        assertMalformed(new RlpWriter().startList().endList());
        assertMalformed(
                new RlpWriter()
                        .startList()
                        .write(1L << 32)
                        .write(1)
                        .write(topic)
                        .write(data)
                        .write(0)
                        .endList());
        assertMalformed(
                new RlpWriter()
                        .startList()
                        .write(-1)
                        .write(1)
                        .write(topic)
                        .write(data)
                        .write(0)
                        .endList());
        assertMalformed(
                new RlpWriter()
                        .startList()
                        .write(1)
                        .write(1)
                        .write(new byte[5])
                        .write(data)
                        .write(0)
                        .endList());
        assertMalformed(
                new RlpWriter()
                        .startList()
                        .write(1)
                        .write(1)
                        .write(topic)
                        .startList()
                        .endList()
                        .write(0)
                        .endList());
        assertMalformed(
                new RlpWriter()
                        .startList()
                        .write(1)
                        .write(1)
                        .write(topic)
                        .write(data)
                        .write(0)
                        .write(0)
                        .endList());
        assertMalformed(
                new RlpWriter()
                        .startList()
                        .write(1)
                        .write(1)
                        .write(topic)
                        .write(data)
                        .write(new byte[9])
                        .endList());
    }

    private static void assertMalformed(RlpWriter written) {
        byte[] payload = written.toByteArray();
        assertThrows(RlpException.class, () -> Envelope.decode(payload));
        byte[] list = new RlpWriter().startList().writeRaw(payload).endList().toByteArray();
        assertThrows(RlpException.class, () -> Envelopes.decode(list));
    }

    @Test
    void timesOf33BitsCannotBeMade() {
        Topic topic = new Topic(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> Envelope.of(MAX + 1, 1, topic, new byte[0], 0));
        assertThrows(
                IllegalArgumentException.class, () -> Envelope.of(1, -1, topic, new byte[0], 0));
    }
}
