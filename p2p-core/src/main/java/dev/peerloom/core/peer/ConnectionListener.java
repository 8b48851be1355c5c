package dev.peerloom.core.peer;

import org.jspecify.annotations.Nullable;

/** What a connection tells its user, on the connection's thread, one call at a time. */
public interface ConnectionListener {
    /** Bytes arrived; the array is only valid during the call. */
    void received(byte[] bytes, int offset, int length);

    /** Nothing more is there at the moment: the time to wake readers. */
    void receiveComplete();

    /** The socket has taken that many bytes. */
    void sent(int bytes);

    /** The connection is closed: by the other side if there is no cause. Called once, last. */
    void closed(@Nullable Throwable cause);
}
