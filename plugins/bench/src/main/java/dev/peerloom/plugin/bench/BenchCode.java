package dev.peerloom.plugin.bench;

/** Message codes of {@code bench/1}; every payload is an RLP list. */
final class BenchCode {
    /** {@code [data]}: answered with {@link #ECHO_REPLY} and the same payload. */
    static final int ECHO = 0;

    /** {@code [data]}: the answer to {@link #ECHO}. */
    static final int ECHO_REPLY = 1;

    /** {@code [data]}: counted, not answered. */
    static final int SINK = 2;

    /** {@code []}: answered with {@link #SINK_COUNT}. */
    static final int SINK_QUERY = 3;

    /** {@code [messages, bytes]}: how much has gone into the sink over this connection. */
    static final int SINK_COUNT = 4;

    /** {@code [count, size]}: asks for {@code count} messages of {@link #SOURCE}. */
    static final int SOURCE_REQUEST = 5;

    /** {@code [data]}: incompressible bytes. */
    static final int SOURCE = 6;

    /** How many codes {@code bench/1} has; code 7 has no meaning. */
    static final int LENGTH = 8;

    private BenchCode() {}
}
