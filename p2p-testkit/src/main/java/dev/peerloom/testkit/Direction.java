package dev.peerloom.testkit;

/**
 * Which way a message goes over a {@link MessagePipe}.
 *
 * <pre>{@code
 * long said = recording.lines().stream()
 *         .filter(line -> line.direction() == Direction.FROM_PROTOCOL)
 *         .count();
 * }</pre>
 */
public enum Direction {
    /** From the remote side, the pipe's second end, to the protocol under test at its first. */
    TO_PROTOCOL('>'),
    /** From the protocol under test to the remote side. */
    FROM_PROTOCOL('<');

    private final char symbol;

    Direction(char symbol) {
        this.symbol = symbol;
    }

    /**
     * How recordings and transcripts write it.
     *
     * @return {@code >} to the protocol, {@code <} from it
     */
    public char symbol() {
        return symbol;
    }
}
