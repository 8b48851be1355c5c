package dev.peerloom.core.rlpx;

/** What the peer sent is not a frame that we may take: the link has to be closed. */
public final class FrameException extends Exception {
    private static final long serialVersionUID = 1;

    /** Makes an exception with a line for the log. */
    public FrameException(String message) {
        super(message);
    }
}
