package dev.peerloom.core.rlpx;

/** What should be Snappy's block format is not, or holds more than is allowed. */
public final class SnappyException extends Exception {
    private static final long serialVersionUID = 1;

    SnappyException(String message) {
        super(message);
    }
}
