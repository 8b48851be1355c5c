package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.crypto.Keccak256;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

final class FrameCodecTest {
    static final Secrets SECRETS =
            new Secrets(
                    Eip8Vectors.unhex(
                            "80e8632c05fed6fc2a13b0f8d31a3cf645366239170ea067065aba8e28bac487"),
                    Eip8Vectors.unhex(
                            "2ea74ec5dae199227dff1af715362700e989d889d7a493cb0639691efb8e5f98"),
                    absorbed("egress"),
                    absorbed("ingress"));

    private static Keccak256 absorbed(String text) {
        Keccak256 keccak = new Keccak256();
        keccak.update(text.getBytes(StandardCharsets.US_ASCII));
        return keccak;
    }

    /**
     * Four messages as go-ethereum 1.17.10's rlpx.Conn writes them with these secrets: code 0
     * empty; code 8, c401020304; code 0x1234, 300 bytes 0, 7, 14, …; code 16, 15 zeros.
     */
    @Test
    void framesAreThoseThatGoEthereumWrites() throws FrameException {
        FrameEncoder encoder = new FrameEncoder(SECRETS);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(encoder.encode(new byte[] {(byte) 0x80}));
        wire.writeBytes(encoder.encode(HexFormat.of().parseHex("08c401020304")));
        byte[] big = new byte[303];
        assertEquals(3, MessageCode.encode(0x1234, big, 0));
        for (int i = 0; i < 300; i++) {
            big[3 + i] = (byte) (7 * i);
        }
        wire.writeBytes(encoder.encode(big));
        byte[] full = new byte[16];
        MessageCode.encode(16, full, 0);
        wire.writeBytes(encoder.encode(full));
        assertEquals(544, wire.size());
        String hex = HexFormat.of().formatHex(wire.toByteArray());
        assertTrue(
                hex.startsWith(
                        "f25921f27a7e8fa7ba4cbb3756ff0ca18309e662795968a9c46d218ac48a1ff5"
                                + "bfb3d2ddeceee2c8e2a40120778b1d7611e6eecc4526eb872cf772673488fc63"
                                + "c6b2956bb5cb17b2f98088cc80674b690df8e7eb51867a397f0f7656bb078dba"
                                + "b5a854b63efc12cb24452f012951442b822d5d5ccb0088488a812b76f255d724"),
                hex);
        assertTrue(
                hex.endsWith(
                        "a497735978e42a858698f0225494a861a27b73c92acf12fdcdf52a876c3d32d7d"
                                + "8a9ff58f12ccbc7eba42e4f5b17a566537e24818b9247389f34f654e4bb9dcda8"
                                + "d12c640c823be6af29433"),
                hex);
        assertEquals(
                "122d7a680ae5ac3e34f2617bd9f8beb8d521af19b5ad5038c049577954cb63c7",
                HexFormat.of().formatHex(Keccak256.hash(wire.toByteArray())));
        List<byte[]> frames = decode(wire.toByteArray(), wire.size());
        assertArrayEquals(big, frames.get(2));
        assertArrayEquals(full, frames.get(3));
    }

    /**
     * From go-ethereum, p2p/rlpx/rlpx_test.go: its MACs come from a stand-in, its text does not.
     */
    @Test
    void theTextIsEncryptedAsPublished() {
        byte[] key = Keccak256.hash();
        Secrets secrets = new Secrets(key, key, new Keccak256(), new Keccak256());
        byte[] frame = new FrameEncoder(secrets).encode(HexFormat.of().parseHex("08c401020304"));
        assertEquals(64, frame.length);
        assertEquals("00828ddae471818bb0bfa6b551d1cb42", HexFormat.of().formatHex(frame, 0, 16));
        assertEquals("ba628a4ba590cb43f7848f41c4382885", HexFormat.of().formatHex(frame, 32, 48));
    }

    @Property(tries = 100)
    void everySequenceOfFramesArrivesHoweverItIsSplit(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 3000) Integer> sizes,
            @ForAll Random random)
            throws FrameException {
        assertArrives(sizes, random, 1 + random.nextInt(1000));
    }

    @Property(tries = 5)
    void largeFramesArriveToo(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 300_000) Integer> sizes,
            @ForAll Random random)
            throws FrameException {
        assertArrives(sizes, random, 1 + random.nextInt(100_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 16_383, 16_384, 16_385, 32_768, 32_769, 65_536})
    void sizesAroundEveryBoundaryArrive(int size) throws FrameException {
        assertArrives(List.of(size, 1, size), new Random(size), 5000);
    }

    @Test
    void theLargestFrameArrives() throws FrameException {
        assertArrives(List.of(0xFFFFFF), new Random(1), 30_000);
    }

    private static void assertArrives(List<Integer> sizes, Random random, int piece)
            throws FrameException {
        FrameEncoder encoder = new FrameEncoder(SECRETS);
        List<byte[]> sent = new ArrayList<>();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int size : sizes) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            sent.add(body);
            wire.writeBytes(written(encoder, body, random));
        }
        List<byte[]> received = decode(wire.toByteArray(), piece);
        assertEquals(sent.size(), received.size());
        for (int i = 0; i < sent.size(); i++) {
            assertArrayEquals(sent.get(i), received.get(i));
        }
    }

    /** One frame, its body put in by random pieces. */
    private static byte[] written(FrameEncoder encoder, byte[] body, Random random) {
        byte[] out = new byte[3 + FrameEncoder.encodedSize(body.length)];
        Arrays.fill(out, (byte) 0x55);
        encoder.begin(body.length, out, 3);
        int at = 0;
        while (at < body.length) {
            int piece = Math.min(body.length - at, random.nextInt(1 + body.length));
            encoder.update(body, at, piece, out, 3 + FrameEncoder.HEADER + at);
            at += piece;
        }
        int ended = encoder.end(out, 3 + FrameEncoder.HEADER + body.length);
        assertEquals(out.length, 3 + FrameEncoder.HEADER + body.length + ended);
        return Arrays.copyOfRange(out, 3, out.length);
    }

    static List<byte[]> decode(byte[] wire, int piece) throws FrameException {
        FrameDecoder decoder = decoder();
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < wire.length; at += piece) {
            int length = Math.min(piece, wire.length - at);
            decoder.decode(
                    wire,
                    at,
                    length,
                    (body, size) -> {
                        assertEquals(body.length, size);
                        frames.add(body);
                    });
        }
        assertEquals(0, decoder.pendingBytes());
        return frames;
    }

    static FrameDecoder decoder() {
        FrameDecoder decoder = new FrameDecoder(SECRETS.swapped());
        decoder.limit(FrameEncoder.MAX_FRAME);
        return decoder;
    }

    @Test
    void pendingBytesAreThoseOfTheIncompleteFrame() throws FrameException {
        byte[] wire = new FrameEncoder(SECRETS).encode(new byte[21]);
        FrameDecoder decoder = decoder();
        int[] frames = {0};
        for (int i = 0; i < wire.length; i++) {
            assertEquals(i, decoder.pendingBytes());
            decoder.decode(wire, i, 1, (body, length) -> frames[0]++);
        }
        assertEquals(0, decoder.pendingBytes());
        assertEquals(1, frames[0]);
    }

    @Test
    void aBodyEncryptsInPlace() throws FrameException {
        byte[] wire = new byte[FrameEncoder.encodedSize(100)];
        Arrays.fill(wire, FrameEncoder.HEADER, FrameEncoder.HEADER + 100, (byte) 7);
        FrameEncoder encoder = new FrameEncoder(SECRETS);
        encoder.begin(100, wire, 0);
        encoder.update(wire, FrameEncoder.HEADER, 100, wire, FrameEncoder.HEADER);
        encoder.end(wire, FrameEncoder.HEADER + 100);
        byte[] body = decode(wire, wire.length).getFirst();
        for (byte b : body) {
            assertEquals(7, b);
        }
    }

    @Test
    void anEncoderUsedOutOfOrderSaysSo() {
        FrameEncoder encoder = new FrameEncoder(SECRETS);
        byte[] out = new byte[200];
        assertThrows(IllegalArgumentException.class, () -> encoder.begin(0, out, 0));
        assertThrows(IllegalArgumentException.class, () -> encoder.begin(1 << 24, out, 0));
        assertThrows(IllegalStateException.class, () -> encoder.end(out, 0));
        encoder.begin(10, out, 0);
        assertThrows(IllegalStateException.class, () -> encoder.begin(10, out, 0));
        assertThrows(IllegalArgumentException.class, () -> encoder.update(out, 0, 11, out, 32));
        assertThrows(IllegalStateException.class, () -> encoder.end(out, 32));
    }
}
