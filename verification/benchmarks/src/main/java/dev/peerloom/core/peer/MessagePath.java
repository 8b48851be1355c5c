package dev.peerloom.core.peer;

import dev.peerloom.api.Message;
import dev.peerloom.core.rlpx.Ends;
import dev.peerloom.core.rlpx.Secrets;

import java.io.IOException;

/**
 * The whole way of a message without a socket: two ends of a link whose connections are each
 * other's. What one sends the other has received when {@code send} returns, in the same thread,
 * which is what makes time and garbage of a message exact. Owned by the thread that made it.
 */
public final class MessagePath implements AutoCloseable {
    private final LinkParts parts = LinkParts.create(Timing.DEFAULT);
    private final PathEnd near;
    private final PathEnd far;

    /** A link with so many protocols of 8 codes each. */
    public MessagePath(int protocols) {
        Ends ends = Ends.shaken();
        near = end(ends.near(), protocols);
        far = end(ends.far(), protocols);
        near.join(far);
        far.join(near);
    }

    private PathEnd end(Secrets secrets, int protocols) {
        return new PathEnd(parts, secrets, PathEnd.share(protocols));
    }

    /** Puts a message of a protocol into the near end. */
    public void write(int protocol, byte[] payload) throws IOException, InterruptedException {
        near.channel(protocol).write(0, payload);
    }

    /** Takes a message of a protocol out of the far end. */
    public Message read(int protocol) throws IOException, InterruptedException {
        return far.channel(protocol).read();
    }

    /** Answers from the far end, and takes the answer out of the near one. */
    public Message answer(int protocol, byte[] payload) throws IOException, InterruptedException {
        far.channel(protocol).write(1, payload);
        far.flush();
        return near.channel(protocol).read();
    }

    /** Hands over what the near end has pending, as a read that has to wait does. */
    public void flush() {
        near.flush();
    }

    /** How often bytes were handed to both ends' sockets: each time is a system call. */
    public long handOvers() {
        return near.sends() + far.sends();
    }

    @Override
    public void close() {
        parts.close();
    }
}
