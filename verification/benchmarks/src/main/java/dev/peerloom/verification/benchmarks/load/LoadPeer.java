package dev.peerloom.verification.benchmarks.load;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.FrameException;
import dev.peerloom.core.rlpx.HandshakeException;
import dev.peerloom.core.rlpx.InitiatorHandshake;
import dev.peerloom.core.rlpx.MessageCode;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.wire.BaseProtocol;
import dev.peerloom.core.wire.Disconnect;
import dev.peerloom.core.wire.Hello;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * A devp2p peer that is one socket and as little else as can be, so that what is measured is the
 * node at its other end. Owned by one thread at a time, whose {@link Scratch} it uses.
 */
final class LoadPeer implements Closeable {
    private static final int PREFIX = 2;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** What a thread needs for all its peers: an idle one holds no buffers. */
    private static final class Scratch {
        private static final int SIZE = 1 << 16;
        private final ByteBuffer socket = ByteBuffer.allocateDirect(SIZE);
        private final byte[] in = new byte[SIZE];
        private final byte[] out = new byte[SIZE];
        private final byte[] code = new byte[MessageCode.encodedSize(Integer.MAX_VALUE)];
    }

    /** A message, its body still compressed. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Frame(int code, byte[] body, int offset, int length) {}

    private final SocketChannel socket;
    private final FrameEncoder encoder;
    private final FrameDecoder decoder;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>(2);

    private LoadPeer(SocketChannel socket, Secrets secrets) {
        this.socket = socket;
        encoder = new FrameEncoder(secrets);
        decoder = new FrameDecoder(secrets);
    }

    /** A link over which both hellos have gone, with an identity of its own. */
    static LoadPeer connect(Enode node, List<Capability> capabilities) throws IOException {
        NodeKey key = NodeKey.generate();
        SocketChannel socket =
                SocketChannel.open(new InetSocketAddress(node.host(), node.tcpPort()));
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            LoadPeer peer = new LoadPeer(socket, handshake(socket, key, node));
            peer.exchangeHellos(new Hello(5, "load", capabilities, 0, key.id()));
            return peer;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Secrets handshake(SocketChannel socket, NodeKey key, Enode node)
            throws IOException {
        InitiatorHandshake handshake = new InitiatorHandshake(key.privateKey(), node.id(), RANDOM);
        try {
            write(socket, ByteBuffer.wrap(handshake.auth()));
            return handshake.receiveAck(readAck(socket));
        } catch (HandshakeException e) {
            throw new IOException("no handshake with " + node, e);
        }
    }

    private static byte[] readAck(SocketChannel socket) throws IOException {
        // The node says its hello at once, behind the ack: no more is read than is the ack.
        byte[] prefix = readExactly(socket, 0, new byte[PREFIX]);
        int size = (prefix[0] & 0xFF) << 8 | (prefix[1] & 0xFF);
        byte[] packet = Arrays.copyOf(prefix, PREFIX + size);
        return readExactly(socket, PREFIX, packet);
    }

    private static byte[] readExactly(SocketChannel socket, int from, byte[] into)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into).position(from);
        while (buffer.hasRemaining()) {
            fill(socket, buffer);
        }
        return into;
    }

    private void exchangeHellos(Hello ours) throws IOException {
        byte[] hello = ours.encode();
        send(BaseProtocol.HELLO, hello, hello.length);
        Frame frame = next();
        if (frame.code() != BaseProtocol.HELLO) {
            throw unexpected(frame);
        }
        decoder.limit(FrameEncoder.MAX_FRAME);
    }

    private static void fill(SocketChannel socket, ByteBuffer into) throws IOException {
        if (socket.read(into) < 0) {
            throw new EOFException("the node closed the connection");
        }
    }

    private static void write(SocketChannel socket, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** Sends a message: one write to the socket, or one for each 64 KiB. */
    void send(int code, byte[] body, int length) throws IOException {
        Scratch scratch = SCRATCH.get();
        byte[] out = scratch.out;
        int codeLength = MessageCode.encode(code, scratch.code, 0);
        encoder.begin(codeLength + length, out, 0);
        encoder.update(scratch.code, 0, codeLength, out, FrameEncoder.HEADER);
        int pending = FrameEncoder.HEADER + codeLength;
        for (int done = 0; done < length; ) {
            int piece = Math.min(length - done, out.length - FrameEncoder.HEADER - pending);
            encoder.update(body, done, piece, out, pending);
            pending += piece;
            done += piece;
            if (done < length) {
                flush(scratch, pending);
                pending = 0;
            }
        }
        pending += encoder.end(out, pending);
        flush(scratch, pending);
    }

    private void flush(Scratch scratch, int length) throws IOException {
        ByteBuffer direct = scratch.socket;
        direct.clear();
        direct.put(scratch.out, 0, length).flip();
        write(socket, direct);
    }

    void send(int code, Payload payload) throws IOException {
        send(code, payload.compressed(), payload.compressed().length);
    }

    /** The next message that is none of the base protocol; the node's pings are answered. */
    Frame read() throws IOException {
        while (true) {
            Frame frame = next();
            if (isMessage(frame)) {
                return frame;
            }
        }
    }

    /** The next message of that code. */
    Frame read(int code) throws IOException {
        Frame frame = read();
        if (frame.code() != code) {
            throw unexpected(frame);
        }
        return frame;
    }

    private boolean isMessage(Frame frame) throws IOException {
        switch (frame.code()) {
            case BaseProtocol.PING -> send(BaseProtocol.PONG, Payload.EMPTY_LIST);
            case BaseProtocol.DISCONNECT -> throw unexpected(frame);
            default -> {
                return frame.code() >= BaseProtocol.LENGTH;
            }
        }
        return false;
    }

    private static IOException unexpected(Frame frame) {
        if (frame.code() == BaseProtocol.DISCONNECT) {
            byte[] body = Arrays.copyOfRange(frame.body(), frame.offset(), frame.length());
            // Compressed or not, the reason of so short a message is its last byte.
            int reason = body.length == 0 ? Disconnect.UNKNOWN : body[body.length - 1];
            return new EOFException("the node disconnected: " + DisconnectReason.fromCode(reason));
        }
        return new IOException("message " + frame.code() + " was not expected");
    }

    private Frame next() throws IOException {
        Frame frame = frames.poll();
        while (frame == null) {
            receive();
            frame = frames.poll();
        }
        return frame;
    }

    /** Reads the socket once; a socket that does not block may have nothing. */
    private void receive() throws IOException {
        Scratch scratch = SCRATCH.get();
        ByteBuffer direct = scratch.socket;
        direct.clear();
        fill(socket, direct);
        direct.flip();
        int count = direct.remaining();
        direct.get(scratch.in, 0, count);
        try {
            decoder.decode(scratch.in, 0, count, this::arrived);
        } catch (FrameException e) {
            throw new IOException("the node sent what is no frame", e);
        }
    }

    private void arrived(byte[] body, int length) throws FrameException {
        MessageCode code = MessageCode.decode(body, 0, length);
        frames.add(new Frame(code.code(), body, code.length(), length));
    }

    /** Answers what has arrived on an idle link whose socket does not block. */
    void answerPings() throws IOException {
        receive();
        for (Frame frame = frames.poll(); frame != null; frame = frames.poll()) {
            boolean _ = isMessage(frame);
        }
    }

    SocketChannel socket() {
        return socket;
    }

    /** Says goodbye and waits for the node to close. */
    void disconnect() throws IOException {
        send(BaseProtocol.DISCONNECT, Payload.QUITTING);
        @Nullable Frame frame = null;
        try {
            while (frame == null || frame.code() != BaseProtocol.DISCONNECT) {
                frame = next();
            }
        } catch (IOException e) {
            // A node that closes at once may reset the connection: it is closed all the same.
        }
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
