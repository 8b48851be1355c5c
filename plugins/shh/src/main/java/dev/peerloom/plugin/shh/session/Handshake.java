package dev.peerloom.plugin.shh.session;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.plugin.shh.pool.Requirements;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The exchange of status: each side sends its own first, then reads the other's. */
final class Handshake {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Handshake() {}

    /** Returns the peer's status; DisconnectException if we have no business with it. */
    static Status exchange(Requirements ours, MessageChannel channel)
            throws IOException, InterruptedException {
        Status own = new Status(Status.VERSION, ours.minPow(), ours.bloom(), ours.light());
        channel.write(ShhCode.STATUS, own.encode());
        Message first = first(channel);
        if (first.code() != ShhCode.STATUS) {
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR,
                    "the first shh message has code " + first.code() + " instead of status");
        }
        Status status = Status.decode(first.payload());
        if (status.version() != Status.VERSION) {
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR,
                    "shh status of version "
                            + Long.toUnsignedString(status.version())
                            + " on shh/"
                            + Status.VERSION);
        }
        if (status.light() && ours.light()) {
            throw new DisconnectException(
                    DisconnectReason.USELESS_PEER, "two light nodes have nothing for each other");
        }
        return status;
    }

    private static Message first(MessageChannel channel) throws IOException, InterruptedException {
        try {
            return channel.read(TIMEOUT);
        } catch (TimeoutException e) {
            DisconnectException late =
                    new DisconnectException(
                            DisconnectReason.PING_TIMEOUT,
                            "no shh status within " + TIMEOUT.toSeconds() + " s");
            late.initCause(e);
            throw late;
        }
    }
}
