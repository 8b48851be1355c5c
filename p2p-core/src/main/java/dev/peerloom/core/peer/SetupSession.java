package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.FrameException;
import dev.peerloom.core.rlpx.MessageCode;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.rlpx.Snappy;
import dev.peerloom.core.wire.BaseProtocol;
import dev.peerloom.core.wire.Disconnect;
import dev.peerloom.core.wire.Hello;
import dev.peerloom.core.wire.IdentityException;
import dev.peerloom.core.wire.LogText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A session between the handshake and the link: frames, without compression until both hellos are
 * known. Used by the set-up's thread only.
 */
final class SetupSession {
    private static final byte[] NOTHING = {};

    private final SetupBytes bytes;
    private final FrameEncoder encoder;
    private final FrameDecoder decoder;
    // The first is the hello; what came in one piece with it is the link's.
    private final List<byte[]> frames = new ArrayList<>();
    // What was wrong behind the hello, in the same piece.
    private @Nullable FrameException later;
    // Goes out together with the first frame: one write, and one time that the peer is woken.
    private byte[] held;
    private boolean compress;

    /** Begins a session of which the handshake owes the peer nothing. */
    SetupSession(SetupBytes bytes, Secrets secrets) {
        this(bytes, secrets, NOTHING);
    }

    /**
     * Begins a session.
     *
     * @param ack what the peer waits for, with which the handshake ends
     */
    SetupSession(SetupBytes bytes, Secrets secrets, byte[] ack) {
        this.bytes = bytes;
        this.held = ack;
        this.encoder = new FrameEncoder(secrets);
        this.decoder = new FrameDecoder(secrets);
        decoder.limit(BaseProtocol.MAX_HELLO);
    }

    Connection connection() {
        return bytes.channel().connection();
    }

    void compress(boolean on) {
        compress = on;
    }

    boolean compresses() {
        return compress;
    }

    PeerLink.FrameCodecs codecs() {
        return new PeerLink.FrameCodecs(encoder, decoder);
    }

    void send(int code, byte[] payload) {
        byte[] body = payload;
        int length = payload.length;
        if (compress) {
            body = new byte[Snappy.maxCompressedLength(payload.length)];
            length = new Snappy.Compressor().compress(payload, 0, payload.length, body, 0);
        }
        byte[] data = new byte[MessageCode.encodedSize(code) + length];
        System.arraycopy(body, 0, data, MessageCode.encode(code, data, 0), length);
        byte[] frame = encoder.encode(data);
        byte[] sent = Arrays.copyOf(held, held.length + frame.length);
        System.arraycopy(frame, 0, sent, held.length, frame.length);
        held = NOTHING;
        var _ = connection().send(sent, 0, sent.length);
    }

    /** Sends what the peer waits for, if it has not gone out yet: to be said before waiting. */
    void sendHeld() {
        if (held.length > 0) {
            var _ = connection().send(held, 0, held.length);
            held = NOTHING;
        }
    }

    Hello receiveHello(long deadline) throws IOException, SetupException, InterruptedException {
        try {
            collectFirst(deadline);
            byte[] first = frames.removeFirst();
            MessageCode message = MessageCode.decode(first, 0, first.length);
            byte[] payload = Arrays.copyOfRange(first, message.length(), first.length);
            return switch (message.code()) {
                case BaseProtocol.HELLO -> Hello.decode(payload);
                case BaseProtocol.DISCONNECT ->
                        throw SetupException.byRemote(Disconnect.decode(payload));
                default ->
                        throw SetupException.refused(
                                DisconnectReason.BREACH_OF_PROTOCOL,
                                "message 0x%x came before hello".formatted(message.code()));
            };
        } catch (IdentityException e) {
            throw SetupException.refused(
                    DisconnectReason.UNEXPECTED_IDENTITY,
                    "its hello has no identity: " + e.getMessage());
        } catch (FrameException | RlpException e) {
            throw SetupException.refused(
                    DisconnectReason.BREACH_OF_PROTOCOL, "not a hello: " + e.getMessage());
        }
    }

    private void collectFirst(long deadline)
            throws IOException, FrameException, InterruptedException {
        while (frames.isEmpty()) {
            try {
                bytes.feed(decoder, this::collect, deadline);
            } catch (FrameException e) {
                if (frames.isEmpty()) {
                    throw e;
                }
                later = e;
            }
        }
    }

    /** Whether what came with the hello can be used: told when compression has been agreed on. */
    void requireIntact() throws SetupException {
        if (later != null) {
            throw SetupException.refused(
                    DisconnectReason.BREACH_OF_PROTOCOL, "after its hello: " + LogText.of(later));
        }
    }

    private void collect(byte[] body, int length) {
        decoder.limit(FrameEncoder.MAX_FRAME);
        frames.add(Arrays.copyOf(body, length));
    }

    /** Tells the other side why, unless it was the one to end it. */
    void refuse(SetupException why) {
        if (!why.byRemote()) {
            send(BaseProtocol.DISCONNECT, Disconnect.encode(why.code()));
        }
        connection().finish();
    }

    void abort() {
        connection().abort();
    }

    void handOver(PeerLink link) {
        bytes.channel().handOver(link, () -> link.start(frames));
    }
}
