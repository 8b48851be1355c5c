package dev.peerloom.core.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.peer.Connection;
import dev.peerloom.core.peer.ConnectionListener;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes from a thread that is not the event loop's to a real socket. */
final class NettyConnectionTest {
    private static final int PIECE = 64 * 1024;

    private final Sockets sockets = new Sockets();
    private final AtomicInteger sentLater = new AtomicInteger();
    private ServerSocket listener;
    private Socket remote;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CompletableFuture<ConnectionHandler> active = new CompletableFuture<>();
        Channel channel =
                new Bootstrap()
                        .group(sockets.loops())
                        .channelFactory(OpenSocketChannel::new)
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, sockets.readSizes())
                        .handler(new ConnectionHandler(active::complete))
                        .connect(
                                new InetSocketAddress(
                                        listener.getInetAddress(), listener.getLocalPort()))
                        .sync()
                        .channel();
        remote = listener.accept();
        ConnectionHandler handler = active.get(20, TimeUnit.SECONDS);
        CompletableFuture<Void> handedOver = new CompletableFuture<>();
        handler.handOver(new Counter(), () -> handedOver.complete(null));
        handedOver.get(20, TimeUnit.SECONDS);
        connection = handler.connection();
        assertTrue(channel.isActive());
    }

    @AfterEach
    void close() throws IOException {
        remote.close();
        listener.close();
        sockets.close();
    }

    private final class Counter implements ConnectionListener {
        @Override
        public void received(byte[] bytes, int offset, int length) {
            throw new AssertionError("the other side says nothing");
        }

        @Override
        public void receiveComplete() {}

        @Override
        public void sent(int bytes) {
            sentLater.addAndGet(bytes);
        }

        @Override
        public void closed(Throwable cause) {}
    }

    private static byte[] piece(int number) {
        byte[] bytes = new byte[PIECE];
        for (int i = 0; i < PIECE; i++) {
            bytes[i] = (byte) (31 * number + i);
        }
        return bytes;
    }

    @Test
    void whatASocketHasRoomForIsTakenAtOnceInTheCallersThread() throws Exception {
        assertEquals(1000, connection.send(piece(1), 0, 1000));
        assertEquals(1000, remote.getInputStream().readNBytes(1000).length);
        assertEquals(0, sentLater.get());
    }

    @Test
    void whatAFullSocketDoesNotTakeFollowsInOrderAndIsToldOfLater() throws Exception {
        int pieces = 300;
        int taken = 0;
        for (int i = 0; i < pieces; i++) {
            taken += connection.send(piece(i), 0, PIECE);
        }
        assertTrue(taken > 0 && taken < pieces * PIECE, taken + " taken by a full socket");
        for (int i = 0; i < pieces; i++) {
            assertArrayEquals(piece(i), remote.getInputStream().readNBytes(PIECE), "piece " + i);
        }
        int rest = pieces * PIECE - taken;
        await().until(() -> sentLater.get() == rest);
        assertEquals(1000, connection.send(piece(0), 0, 1000), "the socket is empty again");
    }

    @Test
    void aClosedConnectionTakesNothing() throws Exception {
        connection.abort();
        connection.closed().get(20, TimeUnit.SECONDS);
        assertEquals(0, connection.send(piece(0), 0, PIECE));
        assertEquals(0, sentLater.get());
    }
}
