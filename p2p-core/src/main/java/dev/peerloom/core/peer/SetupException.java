package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.wire.DisconnectText;
import dev.peerloom.core.wire.LogText;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;

/** A connection did not become a link. */
public final class SetupException extends Exception {
    private static final long serialVersionUID = 1;

    private final Phase phase;
    private final Closer closedBy;
    private final int code;
    // Set by whoever learns it, in the one thread that sets the connection up.
    private transient @Nullable NodeId id;
    private transient List<Capability> offered = List.of();

    private SetupException(
            Phase phase, Closer closedBy, int code, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.phase = phase;
        this.closedBy = closedBy;
        this.code = code;
    }

    /** There is no connection, and it is nobody's wish. */
    public static SetupException unreachable(String detail, @Nullable Throwable cause) {
        int code = DisconnectReason.TCP_ERROR.code();
        return new SetupException(Phase.TCP, Closer.NETWORK, code, detail, cause);
    }

    /** We want no connection with that address. */
    public static SetupException unwanted(String detail) {
        int code = DisconnectReason.TCP_ERROR.code();
        return new SetupException(Phase.TCP, Closer.US, code, detail, null);
    }

    /** What came is not what the phase is about. */
    static SetupException unreadable(Phase phase, String detail, Throwable cause) {
        int code = DisconnectReason.TCP_ERROR.code();
        return new SetupException(phase, Closer.US, code, detail, cause);
    }

    /**
     * The connection ended, broke, or brought nothing in time.
     *
     * @param silent what it means when time has passed
     * @param closed what it means when the other side closes
     */
    static SetupException ended(Phase phase, IOException failure, String silent, String closed) {
        int code = DisconnectReason.TCP_ERROR.code();
        return switch (failure) {
            case SocketTimeoutException e -> new SetupException(phase, Closer.US, code, silent, e);
            case EOFException e -> new SetupException(phase, Closer.REMOTE, code, closed, e);
            default -> {
                String detail = "the connection broke: " + LogText.of(failure);
                yield new SetupException(phase, Closer.NETWORK, code, detail, failure);
            }
        };
    }

    static SetupException refused(DisconnectReason reason, String detail) {
        return new SetupException(Phase.HELLO, Closer.US, reason.code(), detail, null);
    }

    static SetupException byRemote(int code) {
        String detail = DisconnectText.byRemote(code);
        return new SetupException(Phase.HELLO, Closer.REMOTE, code, detail, null);
    }

    SetupException with(NodeId peer) {
        id = peer;
        return this;
    }

    /** Its hello shares nothing with ours, and offers this. */
    SetupException offering(List<Capability> capabilities) {
        offered = List.copyOf(capabilities);
        return this;
    }

    /** What the other side offers, if that is nothing of what we do: else empty. */
    public List<Capability> offered() {
        return offered;
    }

    /** How far the connection had come. */
    public Phase phase() {
        return phase;
    }

    /** Who ended it. */
    public Closer closedBy() {
        return closedBy;
    }

    /** Whether the other side ended it. */
    public boolean byRemote() {
        return closedBy == Closer.REMOTE;
    }

    /** The disconnect reason as a number, sent, received, or 0x01. */
    public int code() {
        return code;
    }

    /** The node at the other end, if it has shown who it is. */
    public @Nullable NodeId id() {
        return id;
    }
}
