package dev.peerloom.core.peer;

import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameException;
import dev.peerloom.core.rlpx.FrameSink;
import dev.peerloom.core.rlpx.HandshakeException;
import dev.peerloom.core.rlpx.HandshakeReader;

import java.io.IOException;

/**
 * The bytes of a connection during set-up: what comes in one piece may hold the end of the
 * handshake and the first frames. Used by the set-up's thread only.
 */
final class SetupBytes {
    private final SetupChannel channel;
    private final byte[] buffer = new byte[2048];
    private int start;
    private int end;

    SetupBytes(SetupChannel channel) {
        this.channel = channel;
    }

    SetupChannel channel() {
        return channel;
    }

    /** Gives the packet what is there or comes next. */
    void feed(HandshakeReader packet, long deadline)
            throws IOException, HandshakeException, InterruptedException {
        fill(deadline);
        start += packet.feed(buffer, start, end - start);
    }

    /** Gives the decoder what is there or comes next. */
    void feed(FrameDecoder decoder, FrameSink sink, long deadline)
            throws IOException, FrameException, InterruptedException {
        fill(deadline);
        int length = end - start;
        int from = start;
        start = end;
        decoder.decode(buffer, from, length, sink);
    }

    private void fill(long deadline) throws IOException, InterruptedException {
        if (start == end) {
            start = 0;
            end = channel.read(buffer, deadline);
        }
    }
}
