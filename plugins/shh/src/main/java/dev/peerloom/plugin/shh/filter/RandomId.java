package dev.peerloom.plugin.shh.filter;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that cannot be guessed: of keys and filters. */
final class RandomId {
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {}

    /** 64 hexadecimal digits. */
    static String create() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
