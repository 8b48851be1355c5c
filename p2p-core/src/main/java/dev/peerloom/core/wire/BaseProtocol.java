package dev.peerloom.core.wire;

/**
 * The numbers of the base protocol ({@code rlpx.md}, "p2p" capability), which every link speaks
 * beside its subprotocols.
 */
public final class BaseProtocol {
    /** The version that we speak: the one with Snappy (EIP-706). */
    public static final int VERSION = 5;

    /** The lowest version whose messages after the hellos are compressed with Snappy. */
    public static final int FIRST_VERSION_WITH_SNAPPY = 5;

    /** First message of each side: {@link Hello}. */
    public static final int HELLO = 0x00;

    /** Last message of a side: {@link Disconnect}. */
    public static final int DISCONNECT = 0x01;

    /** Asks for a {@link #PONG}; the payload is an empty list. */
    public static final int PING = 0x02;

    /** Answers a {@link #PING}; the payload is an empty list. */
    public static final int PONG = 0x03;

    /** Message codes reserved for the base protocol: the offset of the first subprotocol. */
    public static final int LENGTH = 0x10;

    /** Largest hello in bytes, as its frame header declares it: message id and payload. */
    public static final int MAX_HELLO = 2048;

    /** As many capabilities of a hello are looked at; the others are ignored. */
    public static final int MAX_CAPABILITIES = 64;

    /** Longest capability name in bytes. */
    public static final int MAX_NAME_LENGTH = 8;

    /** Largest payload of a frame after the hellos, decompressed, in bytes. */
    public static final int MAX_PAYLOAD = 0xFF_FFFF;

    private BaseProtocol() {}

    /**
     * Whether a string can name a capability: 1 to 8 printable ASCII characters other than space,
     * 0x21 to 0x7e.
     */
    public static boolean isLegalName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
