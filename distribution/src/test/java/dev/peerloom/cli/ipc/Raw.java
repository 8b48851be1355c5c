package dev.peerloom.cli.ipc;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A connection that sends and reads what a test wants. Used by one thread. */
final class Raw implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader reader;

    private Raw(SocketChannel channel) {
        this.channel = channel;
        reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    static Raw open(Path path) throws IOException {
        return new Raw(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Says that nothing more will be sent. */
    void end() throws IOException {
        channel.shutdownOutput();
    }

    String line() throws IOException {
        String line = reader.readLine();
        assertNotNull(line, "the connection was closed");
        return line;
    }

    /** Waits for the other end to close, which must not say anything more. */
    boolean isAtEnd() throws IOException {
        try {
            return reader.readLine() == null;
        } catch (java.net.SocketException reset) {
            // What it left unread makes the system say that it is gone, in place of the end.
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
