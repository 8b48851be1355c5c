package dev.peerloom.core.net;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Netty's channel over a socket of the JDK, which any thread may write to: the JDK keeps a write
 * from reaching another connection that got the same descriptor after this one was closed.
 */
final class OpenSocketChannel extends NioSocketChannel {
    /** A socket that is to be connected. Made by Netty. */
    OpenSocketChannel() {}

    OpenSocketChannel(Channel parent, SocketChannel accepted) {
        super(parent, accepted);
    }

    /**
     * Writes what the socket takes at once, past Netty: right only while Netty has nothing left to
     * write.
     */
    int write(ByteBuffer bytes) throws IOException {
        return javaChannel().write(bytes);
    }

    /**
     * Ends the output, past Netty: right only on the event loop, while Netty has nothing left to
     * write. Netty would make an exception for whatever might still be waiting.
     */
    void endOutput() throws IOException {
        javaChannel().shutdownOutput();
    }
}
