package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameException;
import dev.peerloom.core.rlpx.FrameSink;
import dev.peerloom.core.rlpx.MessageCode;
import dev.peerloom.core.rlpx.Snappy;
import dev.peerloom.core.rlpx.SnappyException;
import dev.peerloom.core.wire.BaseProtocol;
import dev.peerloom.core.wire.CodeSpace;
import dev.peerloom.core.wire.Disconnect;
import dev.peerloom.core.wire.LogText;
import dev.peerloom.core.wire.SharedProtocol;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The way in of one link, the seed's read loop: frames are decoded, the base protocol is answered
 * here, and every other message goes into the inbox of its protocol. Owned by the connection's
 * thread.
 */
final class LinkReader implements FrameSink {
    private static final long ILLEGAL = -1;

    private final PeerLink link;
    private final CodeSpace codes;
    private final List<Inbox> inboxes;
    private final KeepAlive keepAlive;
    private final FrameDecoder decoder;
    private final boolean compressed;
    private final MemoryBudget memory;
    private final Meters traffic;
    private final LinkMeter own;
    private final List<ProtocolMeter> meters;
    private final boolean[] touched;
    // What the frame that is arriving holds of the node's memory for large messages.
    private long held;
    private @Nullable Instant receivedAt;
    private boolean stopped;

    LinkReader(
            PeerLink link,
            CodeSpace codes,
            List<Inbox> inboxes,
            List<ProtocolMeter> meters,
            LinkMeter own,
            KeepAlive keepAlive,
            FrameDecoder decoder,
            boolean compressed,
            LinkParts parts) {
        this.link = link;
        this.codes = codes;
        this.inboxes = inboxes;
        this.keepAlive = keepAlive;
        this.decoder = decoder;
        this.compressed = compressed;
        this.memory = parts.memory();
        this.traffic = parts.meters();
        this.own = own;
        this.meters = meters;
        this.touched = new boolean[inboxes.size()];
    }

    void received(byte[] bytes, int offset, int length) {
        if (stopped) {
            return;
        }
        keepAlive.bytesRead();
        traffic.read(length);
        own.read(length);
        receivedAt = null;
        try {
            decoder.decode(bytes, offset, length, this);
            int arrived = decoder.pendingBytes();
            hold(arrived > MemoryBudget.UNCOUNTED ? Math.max(arrived, held) : 0);
        } catch (FrameException e) {
            breach(LogText.of(e));
        }
    }

    /** Has that much of the node's memory, or ends the link if there is not enough. */
    private boolean hold(long wanted) {
        if (wanted <= held) {
            memory.give(held - wanted);
        } else if (!memory.take(wanted - held)) {
            stopped = true;
            link.close(
                    CloseCause.local(
                            DisconnectReason.TOO_MANY_PEERS,
                            "all links together have more large messages than there is memory for"));
            return false;
        }
        held = wanted;
        return true;
    }

    /** Wakes the readers of what has arrived: once per burst, because a wake-up costs most. */
    void receiveComplete() {
        for (int i = 0; i < touched.length; i++) {
            if (touched[i]) {
                touched[i] = false;
                inboxes.get(i).wake();
            }
        }
    }

    @Override
    public void frame(byte[] body, int length) throws FrameException {
        if (stopped) {
            return;
        }
        MessageCode message = MessageCode.decode(body, 0, length);
        int code = message.code();
        int start = message.length();
        if (code >= BaseProtocol.LENGTH) {
            deliver(code, body, start, length - start);
            return;
        }
        switch (code) {
            case BaseProtocol.PING -> {
                if (isIntact("ping", body, start, length - start)) {
                    keepAlive.pingReceived();
                }
            }
            // It has done its work by arriving.
            case BaseProtocol.PONG -> isIntact("pong", body, start, length - start);
            case BaseProtocol.DISCONNECT -> {
                stopped = true;
                link.close(CloseCause.remote(reason(body, start, length - start)));
            }
            default -> {
                // A second hello and the reserved codes 0x04 to 0x0f are ignored, whatever form
                // they have.
            }
        }
    }

    private void deliver(int code, byte[] body, int offset, int length) {
        int index = codes.indexOf(code);
        if (index == CodeSpace.NONE) {
            breach("message code 0x%x is beyond the last capability".formatted(code));
            return;
        }
        SharedProtocol protocol = codes.protocols().get(index);
        long size = checkSize(protocol, code, body, offset, length);
        if (size == ILLEGAL) {
            return;
        }
        Instant now = receivedAt;
        if (now == null) {
            now = Instant.now();
            receivedAt = now;
        }
        Inbox.Entry entry = new Inbox.Entry(code, body, offset, length, now);
        if (!hold(entry.counted())) {
            return;
        }
        held = 0; // the inbox gives it back
        touched[index] = true;
        meters.get(index).received(code - protocol.offset(), size);
        own.received();
        if (inboxes.get(index).put(entry)) {
            link.inboxFull();
        }
    }

    /** Before anything is queued: the size that a message says it has when decompressed. */
    private long checkSize(SharedProtocol protocol, int code, byte[] body, int offset, int length) {
        long size = length;
        if (compressed) {
            try {
                size = Snappy.uncompressedLength(body, offset, length);
            } catch (SnappyException e) {
                breach(describe(protocol, code) + ": " + e.getMessage());
                return ILLEGAL;
            }
        }
        int max = protocol.offered().maxPayload();
        if (size < 0 || size > max) {
            breach(
                    "%s has %d bytes, at most %d are legal"
                            .formatted(describe(protocol, code), size & 0xFFFFFFFFL, max));
            return ILLEGAL;
        }
        return size;
    }

    /** The payload means nothing, but a block that is none is a breach wherever it stands. */
    private boolean isIntact(String what, byte[] body, int offset, int length) {
        if (!compressed) {
            return true;
        }
        try {
            int size = Snappy.uncompressedLength(body, offset, length);
            // A large one is not worth the event loop's time: what it declares must do.
            if (size <= BaseProtocol.MAX_HELLO) {
                Snappy.uncompress(body, offset, length, size);
            } else if (size > BaseProtocol.MAX_PAYLOAD) {
                breach("a " + what + " of " + size + " bytes");
                return false;
            }
            return true;
        } catch (SnappyException e) {
            breach("a " + what + ": " + e.getMessage());
            return false;
        }
    }

    private static String describe(SharedProtocol protocol, int code) {
        return protocol.capability() + ": message " + (code - protocol.offset());
    }

    private int reason(byte[] body, int offset, int length) {
        if (compressed) {
            try {
                return Disconnect.decode(
                        Snappy.uncompress(body, offset, length, BaseProtocol.MAX_HELLO));
            } catch (SnappyException e) {
                // Some systems never compress it. A link that ends is no place to insist.
                return Disconnect.decode(Arrays.copyOfRange(body, offset, offset + length));
            }
        }
        return Disconnect.decode(Arrays.copyOfRange(body, offset, offset + length));
    }

    /** Takes a frame that was decoded before there was a link. */
    void early(byte[] body) {
        try {
            frame(body, body.length);
        } catch (FrameException e) {
            breach(LogText.of(e));
        }
    }

    /** Nothing more arrives. */
    void end() {
        stopped = true;
        hold(0);
    }

    private void breach(String detail) {
        stopped = true;
        link.close(CloseCause.local(DisconnectReason.BREACH_OF_PROTOCOL, detail));
    }
}
