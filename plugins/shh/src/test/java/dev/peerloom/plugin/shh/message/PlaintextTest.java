package dev.peerloom.plugin.shh.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.plugin.shh.crypto.PrivateKey;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Optional;

/** What is encrypted: payload, padding, signature. */
class PlaintextTest {
    private static final PrivateKey KEY = PrivateKey.generate();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 189, 190, 253, 254, 255, 256, 65535, 65536, 1 << 20})
    void comesBackAsItWasAndIsPaddedToItsSize(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 7);
        for (Optional<PrivateKey> signer :
                Arrays.asList(Optional.of(KEY), Optional.<PrivateKey>empty())) {
            byte[] plain = Plaintext.encode(payload, new byte[0], signer);
            assertEquals(0, plain.length % 256);
            Plaintext back = Plaintext.decode(plain).orElseThrow();
            assertArrayEquals(payload, back.payload());
            assertEquals(signer.map(PrivateKey::publicKey), back.signer());
        }
    }

    @Property(tries = 30)
    void paddingOfOnesOwnStaysAsItIs(
            @ForAll @Size(max = 300) byte[] payload, @ForAll @Size(min = 1, max = 300) byte[] pad) {
        Plaintext back =
                Plaintext.decode(Plaintext.encode(payload, pad, Optional.of(KEY))).orElseThrow();
        assertArrayEquals(payload, back.payload());
        assertArrayEquals(pad, back.padding());
        assertEquals(Optional.of(KEY.publicKey()), back.signer());
    }

    @Property(tries = 1000)
    void anyBytesAreAMessageOrNone(@ForAll @Size(max = 80) byte[] noise) {
        Plaintext.decode(noise)
                .ifPresent(
                        message ->
                                assertEquals(
                                        noise.length
                                                - 1
                                                - (noise[0] & 3)
                                                - (message.signer().isPresent() ? 65 : 0),
                                        message.payload().length + message.padding().length));
    }

    @Test
    void aLengthBeyondTheEndIsNoMessage() {
        assertEquals(Optional.empty(), Plaintext.decode(new byte[0]));
        assertEquals(Optional.empty(), Plaintext.decode(new byte[] {3, 1}));
        assertEquals(Optional.empty(), Plaintext.decode(new byte[] {1, 2, 9}));
        assertEquals(Optional.empty(), Plaintext.decode(new byte[] {4}));
        byte[] unsigned = new byte[66];
        unsigned[0] = 4;
        assertEquals(Optional.empty(), Plaintext.decode(unsigned));
    }

    @Test
    void aPayloadThatTheLengthFieldCannotTellIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Plaintext.encode(new byte[1 << 24], new byte[0], Optional.empty()));
    }
}
