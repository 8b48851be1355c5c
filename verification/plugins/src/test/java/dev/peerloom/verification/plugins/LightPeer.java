package dev.peerloom.verification.plugins;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.FrameException;
import dev.peerloom.core.rlpx.InitiatorHandshake;
import dev.peerloom.core.rlpx.MessageCode;
import dev.peerloom.core.rlpx.Secrets;
import dev.peerloom.core.wire.BaseProtocol;
import dev.peerloom.core.wire.Disconnect;
import dev.peerloom.core.wire.Hello;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A peer that is a socket and a virtual thread, so that a thousand fit beside a node: one protocol,
 * no compression. Messages are handed to a consumer in the thread that reads; any one thread sends.
 */
final class LightPeer implements AutoCloseable {
    private static final int SECONDS = 60;
    private static final byte[] PONG_BODY = {(byte) 0xC0};

    private final NodeKey key;
    private final Socket socket;
    private final FrameEncoder encoder;
    private final FrameDecoder decoder;
    private final CompletableFuture<Hello> hello = new CompletableFuture<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private LightPeer(NodeKey key, Socket socket, Secrets secrets) {
        this.key = key;
        this.socket = socket;
        encoder = new FrameEncoder(secrets);
        decoder = new FrameDecoder(secrets);
    }

    /** Connects with an identity and one capability; returns when the node's hello is there. */
    static LightPeer connect(
            NodeKey key, Enode node, Capability capability, Consumer<byte[]> messages)
            throws Exception {
        Socket socket = new Socket(node.host(), node.tcpPort());
        socket.setTcpNoDelay(true);
        InitiatorHandshake handshake =
                new InitiatorHandshake(key.privateKey(), node.id(), new SecureRandom());
        socket.getOutputStream().write(handshake.auth());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int size = in.readUnsignedShort();
        byte[] ack = new byte[2 + size];
        ack[0] = (byte) (size >> 8);
        ack[1] = (byte) size;
        in.readFully(ack, 2, size);
        LightPeer peer = new LightPeer(key, socket, handshake.receiveAck(ack));
        // Version 4 does not compress.
        Hello own = new Hello(4, "light", List.of(capability), 0, key.id());
        peer.write(BaseProtocol.HELLO, own.encode());
        Thread.ofVirtual().start(() -> peer.read(in, messages));
        var _ = peer.hello.get(SECONDS, TimeUnit.SECONDS);
        return peer;
    }

    NodeId id() {
        return key.id();
    }

    private void read(DataInputStream in, Consumer<byte[]> messages) {
        byte[] bytes = new byte[16 * 1024];
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                decoder.decode(bytes, 0, count, (body, length) -> frame(body, length, messages));
            }
        } catch (FrameException e) {
            end.completeExceptionally(e);
        } catch (IOException e) {
            // A connection that is reset has ended as well.
        } finally {
            hello.completeExceptionally(new IOException("no hello: " + end));
            end.complete(Disconnect.UNKNOWN);
        }
    }

    private void frame(byte[] body, int length, Consumer<byte[]> messages) {
        try {
            MessageCode code = MessageCode.decode(body, 0, length);
            byte[] payload = Arrays.copyOfRange(body, code.length(), length);
            switch (code.code()) {
                case BaseProtocol.HELLO -> hello.complete(Hello.decode(payload));
                case BaseProtocol.DISCONNECT -> end.complete(Disconnect.decode(payload));
                case BaseProtocol.PING -> write(BaseProtocol.PONG, PONG_BODY);
                default -> messages.accept(payload);
            }
        } catch (FrameException | IOException e) {
            end.completeExceptionally(e);
        }
    }

    /** Sends a message of the protocol, with its code 0. */
    void send(byte[] payload) throws IOException {
        write(BaseProtocol.LENGTH, payload);
    }

    private synchronized void write(int code, byte[] payload) throws IOException {
        byte[] frame = new byte[MessageCode.encodedSize(code) + payload.length];
        int offset = MessageCode.encode(code, frame, 0);
        System.arraycopy(payload, 0, frame, offset, payload.length);
        socket.getOutputStream().write(encoder.encode(frame));
    }

    /** Whether the node has ended the link. */
    boolean ended() {
        return end.isDone();
    }

    /** The reason with which the node ended the link. */
    int awaitEnd() throws Exception {
        return end.get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
