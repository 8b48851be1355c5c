package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.crypto.AesCtr;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

final class FrameDecoderFailureTest {
    private static final Secrets SECRETS = FrameCodecTest.SECRETS;
    private static final byte[] NOTHING = {};

    /** Three frames of 20 bytes: 32 header, 20 body, 12 padding, 16 MAC each. */
    private static final int FRAME = 80;

    private static byte[] threeFrames() {
        FrameEncoder encoder = new FrameEncoder(SECRETS);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            byte[] body = new byte[20];
            Arrays.fill(body, (byte) i);
            wire.writeBytes(encoder.encode(body));
        }
        return wire.toByteArray();
    }

    /** Any flipped bit, in any part of a frame: what came before is delivered, nothing after it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 80, 1000})
    void afterACorruptedByteNothingMoreIsDelivered(int piece) {
        byte[] wire = threeFrames();
        assertEquals(3 * FRAME, wire.length);
        for (int flipped = 0; flipped < wire.length; flipped++) {
            byte[] bad = wire.clone();
            bad[flipped] ^= (byte) (1 << (flipped & 7));
            FrameDecoder decoder = FrameCodecTest.decoder();
            List<byte[]> frames = new ArrayList<>();
            FrameException refused =
                    assertThrows(FrameException.class, () -> feed(decoder, bad, piece, frames));
            String part = flipped % FRAME < 32 ? "header" : "body";
            assertEquals("the MAC of a frame's " + part + " is wrong", refused.getMessage());
            assertEquals(flipped / FRAME, frames.size(), "flipped at " + flipped);
            for (int i = 0; i < frames.size(); i++) {
                assertEquals(i, frames.get(i)[0]);
            }
            assertThrows(FrameException.class, () -> feed(decoder, wire, piece, frames));
            assertEquals(flipped / FRAME, frames.size());
        }
    }

    private static void feed(FrameDecoder decoder, byte[] wire, int piece, List<byte[]> frames)
            throws FrameException {
        for (int at = 0; at < wire.length; at += piece) {
            int length = Math.min(piece, wire.length - at);
            decoder.decode(wire, at, length, (body, size) -> frames.add(body));
        }
    }

    @Test
    void aFrameReplayedIsRefused() throws FrameException {
        byte[] wire = Arrays.copyOf(threeFrames(), FRAME);
        FrameDecoder decoder = FrameCodecTest.decoder();
        List<byte[]> frames = new ArrayList<>();
        feed(decoder, wire, FRAME, frames);
        assertThrows(FrameException.class, () -> feed(decoder, wire, FRAME, frames));
        assertEquals(1, frames.size());
    }

    @Test
    void anEmptyFrameIsRefused() {
        byte[] header = header(0);
        FrameException refused =
                assertThrows(FrameException.class, () -> decode(FrameCodecTest.decoder(), header));
        assertEquals("a frame is empty", refused.getMessage());
    }

    @Test
    void theLimitIsCheckedBeforeTheBodyArrives() throws FrameException {
        FrameDecoder decoder = new FrameDecoder(SECRETS.swapped());
        FrameException refused =
                assertThrows(FrameException.class, () -> decode(decoder, header(2049)));
        assertEquals("a frame of 2049 bytes, at most 2048 are allowed", refused.getMessage());
        decode(new FrameDecoder(SECRETS.swapped()), header(2048));
    }

    /** Who has no keys cannot make us name sizes. */
    @Test
    void theHeadersMacIsCheckedBeforeItsSize() {
        byte[] header = header(2049);
        header[31] ^= 1;
        FrameException refused =
                assertThrows(
                        FrameException.class,
                        () -> decode(new FrameDecoder(SECRETS.swapped()), header));
        assertEquals("the MAC of a frame's header is wrong", refused.getMessage());
    }

    @Test
    void theLimitMayBeChangedFromWithinTheSink() throws FrameException {
        FrameEncoder encoder = new FrameEncoder(SECRETS);
        byte[] hello = encoder.encode(new byte[100]);
        byte[] big = encoder.encode(new byte[5000]);
        byte[] wire = Arrays.copyOf(hello, hello.length + big.length);
        System.arraycopy(big, 0, wire, hello.length, big.length);
        FrameDecoder decoder = new FrameDecoder(SECRETS.swapped());
        List<Integer> sizes = new ArrayList<>();
        decoder.decode(
                wire,
                0,
                wire.length,
                (body, length) -> {
                    sizes.add(length);
                    decoder.limit(5000);
                });
        assertEquals(List.of(100, 5000), sizes);
        assertThrows(IllegalArgumentException.class, () -> decoder.limit(0));
        assertThrows(IllegalArgumentException.class, () -> decoder.limit(1 << 24));
    }

    @Test
    void whatTheSinkRefusesEndsTheLink() {
        byte[] wire = threeFrames();
        FrameDecoder decoder = FrameCodecTest.decoder();
        int[] calls = {0};
        FrameSink refusing =
                (body, length) -> {
                    calls[0]++;
                    throw new FrameException("not this one");
                };
        FrameException refused =
                assertThrows(
                        FrameException.class, () -> decoder.decode(wire, 0, wire.length, refusing));
        assertEquals("not this one", refused.getMessage());
        assertThrows(
                FrameException.class,
                () -> decoder.decode(NOTHING, 0, 0, (body, length) -> calls[0]++));
        assertEquals(1, calls[0]);
        assertEquals(0, decoder.pendingBytes());
    }

    /** A sink that fails by a mistake of ours must not be handed frames out of order either. */
    @Test
    void aSinkThatBreaksEndsTheLinkToo() {
        byte[] wire = threeFrames();
        FrameDecoder decoder = FrameCodecTest.decoder();
        assertThrows(
                IllegalStateException.class,
                () ->
                        decoder.decode(
                                wire,
                                0,
                                wire.length,
                                (body, length) -> {
                                    throw new IllegalStateException("broken");
                                }));
        assertThrows(FrameException.class, () -> decode(decoder, wire));
    }

    /** The heap of the tests is smaller than what these headers declare together. */
    @Test
    void aDeclaredSizeAloneAllocatesNothingWorthMentioning() throws FrameException {
        int links = 9000;
        assertTrue(
                Runtime.getRuntime().maxMemory() < links * 64L * 1024,
                "with this much memory the test would prove nothing");
        byte[] start = Arrays.copyOf(header(FrameEncoder.MAX_FRAME), 32 + 1000);
        List<FrameDecoder> open = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            FrameDecoder decoder = FrameCodecTest.decoder();
            decode(decoder, start);
            open.add(decoder);
        }
        for (FrameDecoder decoder : open) {
            assertEquals(1032, decoder.pendingBytes());
        }
    }

    @Test
    void aBodyOfSeveralPiecesIsTheSameAsOneOfOne() throws FrameException {
        byte[] body = new byte[40_000];
        new AesCtr(new byte[16], new byte[16]).apply(body, 0, body.length, body, 0);
        byte[] wire = new FrameEncoder(SECRETS).encode(body);
        assertArrayEquals(body, FrameCodecTest.decode(wire, 16_384).getFirst());
        assertArrayEquals(body, FrameCodecTest.decode(wire, wire.length).getFirst());
    }

    private static void decode(FrameDecoder decoder, byte[] wire) throws FrameException {
        decoder.decode(
                wire,
                0,
                wire.length,
                (body, length) -> {
                    throw new AssertionError("a frame that nobody sent");
                });
    }

    /** The header of a first frame of any size, also of those that an encoder refuses. */
    private static byte[] header(int size) {
        byte[] header = new byte[32];
        header[0] = (byte) (size >>> 16);
        header[1] = (byte) (size >>> 8);
        header[2] = (byte) size;
        header[3] = (byte) 0xC2;
        header[4] = (byte) 0x80;
        header[5] = (byte) 0x80;
        new AesCtr(SECRETS.aes(), new byte[16]).apply(header, 0, 16, header, 0);
        FrameMac mac = new FrameMac(SECRETS.mac(), SECRETS.egress());
        mac.header(header, 0);
        mac.write(header, 16);
        return header;
    }
}
