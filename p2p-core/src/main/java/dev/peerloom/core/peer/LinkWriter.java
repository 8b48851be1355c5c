package dev.peerloom.core.peer;

import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.MessageCode;
import dev.peerloom.core.wire.BaseProtocol;
import dev.peerloom.core.wire.Disconnect;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way out of one link. Its lock is the write token: whoever holds it owns the frame encoder and
 * the pending bytes, and hands them over in one piece when {@value #HAND_OVER} bytes are pending,
 * when a reader is about to block, or when the {@link Flusher} comes by.
 *
 * <p>The connection's thread must never wait for the token, because its holder may be parked on a
 * full socket which only that thread can empty. It leaves a flag instead, and the holder does what
 * the flags ask for when it lets go.
 */
final class LinkWriter {
    /** From this many pending bytes on they are handed over. */
    private static final int HAND_OVER = 16 * 1024;

    /** What a frame's end may need: padding and MAC. */
    private static final int FRAME_END = 32;

    private static final byte[] EMPTY_LIST = {(byte) 0xC0};
    private static final long RETRY_NANOS = 100_000;

    private final Connection connection;
    private final FrameEncoder encoder;
    private final WriteBuffer.Pool pool;
    private final Flusher flusher;
    private final Room room;
    private final Meters traffic;
    private final LinkMeter own;
    private final boolean compress;
    private final ReentrantLock token = new ReentrantLock();
    private final AtomicBoolean queuedForFlush = new AtomicBoolean();
    private final byte[] codeBytes = new byte[MessageCode.encodedSize(Integer.MAX_VALUE)];

    // Guarded by the token.
    private @Nullable WriteBuffer buffer;
    private int pending;
    private boolean broken;

    // Written by the holder of the token, read by all: whether bytes are pending.
    private volatile boolean unflushed;

    // Set by anyone, cleared by the holder of the token.
    private volatile boolean flushAsked;
    private volatile boolean pingAsked;
    private volatile boolean pongAsked;

    LinkWriter(
            Connection connection,
            FrameEncoder encoder,
            boolean compress,
            LinkMeter own,
            LinkParts parts) {
        this.connection = connection;
        this.encoder = encoder;
        this.compress = compress;
        this.pool = parts.buffers();
        this.flusher = parts.flusher();
        this.traffic = parts.meters();
        this.own = own;
        this.room = new Room(parts.timing().write(), parts.clock());
    }

    /**
     * Writes one message, waiting for room first.
     *
     * @param wireCode the message code with the protocol's offset
     * @param queued runs when the message is certain to go and before the peer can have all of it
     * @throws EOFException if the link is closed
     * @throws Room.TooSlowException if there was no room in time
     * @throws InterruptedException before anything was sent
     */
    void write(int wireCode, byte[] payload, Runnable queued)
            throws IOException, InterruptedException {
        room.await();
        token.lockInterruptibly();
        try {
            encode(wireCode, payload, true);
            own.sent();
            queued.run();
            handOverIfMuch();
        } finally {
            release();
        }
        flushSoon();
    }

    /**
     * Writes one message unless the link is full or closed; never waits for room: a message that is
     * larger than the room there is goes over the mark, and the link is full then.
     */
    boolean tryWrite(int wireCode, byte[] payload, Runnable queued) {
        if (!takeTokenUnlessFull()) {
            return false;
        }
        try {
            if (!room.isOpen() || broken) {
                return false;
            }
            encode(wireCode, payload, false);
            own.sent();
            queued.run();
            handOverIfMuch();
        } catch (EOFException e) {
            // Closed in between: nothing of it was sent.
            return false;
        } finally {
            release();
        }
        flushSoon();
        return true;
    }

    private boolean takeTokenUnlessFull() {
        boolean interrupted = false;
        try {
            while (room.isOpen() && !room.isFull()) {
                try {
                    // The holder is encoding, or parked on a full socket: then there is no room.
                    if (token.tryLock(RETRY_NANOS, TimeUnit.NANOSECONDS)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Hands over what is pending, now or when the holder of the token lets go. */
    void flush() {
        if (unflushed) {
            flushAsked = true;
            serveIfFree();
        }
    }

    /** For the flusher: what is written from now on needs it again. */
    void flushLater() {
        queuedForFlush.set(false);
        flush();
    }

    private void flushSoon() {
        if (unflushed && queuedForFlush.compareAndSet(false, true)) {
            flusher.add(this);
        }
    }

    /** Sends a ping as soon as the token allows. */
    void ping() {
        pingAsked = true;
        serveIfFree();
    }

    /** Sends a pong as soon as the token allows. */
    void pong() {
        pongAsked = true;
        serveIfFree();
    }

    /** The socket has taken that many bytes. */
    void sent(int bytes) {
        room.sent(bytes);
    }

    /** For how long the socket has taken nothing of what waits for it; 0 if nothing waits. */
    long stalledNanos() {
        return room.stalledNanos();
    }

    /** Protocols write no more: those that wait get the end of the stream. */
    void close() {
        room.close();
    }

    /** Sends the last message of the link; false if the socket does not take it. */
    boolean disconnect(int reason, long waitNanos) throws InterruptedException {
        if (!token.tryLock(waitNanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            if (broken) {
                return false;
            }
            encodeControl(BaseProtocol.DISCONNECT, Disconnect.encode(reason));
            handOver();
            broken = true;
            return true;
        } finally {
            release();
        }
    }

    private void serveIfFree() {
        if (token.tryLock()) {
            release();
        }
    }

    private void release() {
        do {
            try {
                serve();
            } finally {
                token.unlock();
            }
            // A flag set while the token was held is seen here, at the latest.
        } while ((flushAsked || pingAsked || pongAsked) && token.tryLock());
    }

    private void serve() {
        boolean ping = pingAsked;
        boolean pong = pongAsked;
        boolean flush = flushAsked;
        pingAsked = false;
        pongAsked = false;
        flushAsked = false;
        if (broken) {
            return;
        }
        if (ping) {
            encodeControl(BaseProtocol.PING, EMPTY_LIST);
        }
        if (pong) {
            encodeControl(BaseProtocol.PONG, EMPTY_LIST);
        }
        if (ping || pong || flush) {
            handOver();
        }
    }

    private void encodeControl(int code, byte[] payload) {
        try {
            encode(code, payload, false);
        } catch (EOFException e) {
            throw new AssertionError("a small frame needs no room", e);
        }
    }

    private void encode(int wireCode, byte[] payload, boolean mayWait) throws EOFException {
        if (broken) {
            throw new EOFException("the link is closed");
        }
        WriteBuffer buffer = buffer();
        int codeLength = MessageCode.encode(wireCode, codeBytes, 0);
        byte[] body = payload;
        int bodyLength = payload.length;
        if (compress) {
            body = buffer.compressedRoom(payload.length);
            bodyLength = buffer.compressor.compress(payload, 0, payload.length, body, 0);
        }
        int frameSize = codeLength + bodyLength;
        if (pending + FrameEncoder.encodedSize(frameSize) > WriteBuffer.CAPACITY) {
            sendPending(buffer);
        }
        encoder.begin(frameSize, buffer.frames, pending);
        pending += FrameEncoder.HEADER;
        encoder.update(codeBytes, 0, codeLength, buffer.frames, pending);
        pending += codeLength;
        encodeBody(buffer, body, bodyLength, mayWait);
        pending += encoder.end(buffer.frames, pending);
        unflushed = true;
    }

    private void handOverIfMuch() {
        if (pending >= HAND_OVER) {
            handOver();
        }
    }

    /**
     * Encrypts a body piece by piece: a large one is on its way before it is complete. The buffer
     * stays ours until then, because the body may lie in it.
     */
    private void encodeBody(WriteBuffer buffer, byte[] body, int length, boolean mayWait)
            throws EOFException {
        int done = 0;
        while (done < length) {
            int free = WriteBuffer.CAPACITY - FRAME_END - pending;
            if (free <= 0) {
                sendPending(buffer);
                // Half a frame cannot be taken back, so an interrupt has to wait for the other.
                if (mayWait && !room.awaitUninterruptibly()) {
                    broken = true;
                    throw new EOFException("the link closed while a message was being sent");
                }
                continue;
            }
            int piece = Math.min(free, length - done);
            encoder.update(body, done, piece, buffer.frames, pending);
            pending += piece;
            done += piece;
        }
    }

    private WriteBuffer buffer() {
        WriteBuffer current = buffer;
        if (current == null) {
            current = pool.take();
            buffer = current;
        }
        return current;
    }

    private void handOver() {
        WriteBuffer current = buffer;
        if (current == null) {
            return;
        }
        sendPending(current);
        buffer = null;
        pool.giveBack(current);
    }

    private void sendPending(WriteBuffer current) {
        if (pending > 0) {
            // Counted before it is sent: the count must never run behind what the socket takes.
            room.handedOver(pending);
            int taken = connection.send(current.frames, 0, pending);
            if (taken > 0) {
                room.sent(taken);
            }
            traffic.written(pending);
            own.written(pending);
            pending = 0;
            unflushed = false;
        }
    }
}
