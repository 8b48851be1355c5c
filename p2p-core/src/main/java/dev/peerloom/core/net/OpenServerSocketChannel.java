package dev.peerloom.core.net;

import io.netty.channel.socket.nio.NioServerSocketChannel;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Takes connections in as {@link OpenSocketChannel}s. */
final class OpenServerSocketChannel extends NioServerSocketChannel {
    /** Made by Netty. */
    OpenServerSocketChannel() {}

    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
        SocketChannel socket = javaChannel().accept();
        if (socket == null) {
            return 0;
        }
        accepted.add(new OpenSocketChannel(this, socket));
        return 1;
    }
}
