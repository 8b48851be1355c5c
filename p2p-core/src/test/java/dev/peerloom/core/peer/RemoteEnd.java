package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.FrameException;
import dev.peerloom.core.rlpx.MessageCode;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.rlpx.Snappy;
import dev.peerloom.core.rlpx.SnappyException;
import dev.peerloom.core.wire.BaseProtocol;
import dev.peerloom.core.wire.Disconnect;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The other side of a link, in the hands of a test: it encodes what the test sends and decodes what
 * the link sends. Encoding is guarded by its lock; decoding belongs to who calls {@link #bytes}.
 */
final class RemoteEnd implements FakeConnection.Far {
    /** What came from the link: a message, or the end (code {@link #END} or {@link #ABORT}). */
    @SuppressWarnings("ArrayRecordComponent") // looked at by one test, never compared
    record Got(int code, byte[] payload) {}

    static final int END = -1;
    static final int ABORT = -2;
    private static final int SECONDS = 20;

    private final FrameEncoder encoder;
    private final FrameDecoder decoder;
    private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
    private volatile boolean compress;
    private volatile Consumer<byte[]> wire = bytes -> {};

    RemoteEnd(Secrets secrets, boolean compress) {
        this.encoder = new FrameEncoder(secrets);
        this.decoder = new FrameDecoder(secrets);
        this.compress = compress;
        decoder.limit(FrameEncoder.MAX_FRAME);
    }

    /** Where what is sent goes. */
    void wire(Consumer<byte[]> value) {
        wire = value;
    }

    void compress(boolean on) {
        compress = on;
    }

    @Override
    public void bytes(byte[] bytes) {
        try {
            decoder.decode(bytes, 0, bytes.length, this::frame);
        } catch (FrameException e) {
            throw new AssertionError("the link sent what is no frame", e);
        }
    }

    private void frame(byte[] body, int length) throws FrameException {
        MessageCode code = MessageCode.decode(body, 0, length);
        byte[] payload = Arrays.copyOfRange(body, code.length(), length);
        try {
            boolean plain = !compress || code.code() == BaseProtocol.HELLO;
            got.add(
                    new Got(
                            code.code(),
                            plain
                                    ? payload
                                    : Snappy.uncompress(
                                            payload, 0, payload.length, FrameEncoder.MAX_FRAME)));
        } catch (SnappyException e) {
            throw new AssertionError("the link sent a bad Snappy block", e);
        }
    }

    @Override
    public void end(boolean inPeace) {
        got.add(new Got(inPeace ? END : ABORT, new byte[0]));
    }

    /** A message as a peer sends it. */
    byte[] encode(int code, byte... payload) {
        return encodeRaw(code, compress && code != BaseProtocol.HELLO ? pack(payload) : payload);
    }

    /** A message whose payload is put into the frame as it is, compressed or not. */
    byte[] encodeRaw(int code, byte... payload) {
        byte[] body = new byte[MessageCode.encodedSize(code) + payload.length];
        int start = MessageCode.encode(code, body, 0);
        System.arraycopy(payload, 0, body, start, payload.length);
        synchronized (encoder) {
            return encoder.encode(body);
        }
    }

    static byte[] pack(byte[] payload) {
        byte[] out = new byte[Snappy.maxCompressedLength(payload.length)];
        int length = new Snappy.Compressor().compress(payload, 0, payload.length, out, 0);
        return Arrays.copyOf(out, length);
    }

    void send(int code, byte... payload) {
        wire.accept(encode(code, payload));
    }

    void sendRaw(int code, byte... payload) {
        wire.accept(encodeRaw(code, payload));
    }

    /** Several messages in one segment. */
    static byte[] join(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** Bytes on the wire that need not be frames. */
    void sendBytes(byte[] bytes) {
        wire.accept(bytes);
    }

    Got next() {
        try {
            Got next = got.poll(SECONDS, TimeUnit.SECONDS);
            assertNotNull(next, "nothing came from the link");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next thing that comes must be this message. */
    byte[] expect(int code) {
        Got next = next();
        assertEquals(code, next.code(), "message code");
        return next.payload();
    }

    /** The first thing that comes after any number of one message must be this other message. */
    byte[] expectAfter(int skipped, int code) {
        Got next = next();
        while (next.code() == skipped) {
            next = next();
        }
        assertEquals(code, next.code(), "message code");
        return next.payload();
    }

    /** The next thing that comes must be a Disconnect, and then the end, in peace. */
    void expectDisconnect(int reason) {
        assertEquals(reason, Disconnect.decode(expect(BaseProtocol.DISCONNECT)), "reason");
        expect(END);
    }

    /** Nothing has come that was not looked at. */
    void expectNothing() {
        assertNull(got.peek(), "a message came that was not asked for");
    }

    /** The next thing, if it is there already. */
    boolean hasMore() {
        return !got.isEmpty();
    }
}
