package dev.peerloom.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a chat is about: the four bytes that Whisper's envelopes carry in the clear.
 *
 * @param hex {@code 0x} and 8 digits
 */
record ChatTopic(String hex) {
    /** A topic as its bytes are written, or the beginning of the SHA-256 of any other text. */
    static ChatTopic parse(String text) {
        if (text.matches("0x[0-9a-fA-F]{8}")) {
            return new ChatTopic(text.toLowerCase(Locale.ROOT));
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return new ChatTopic("0x" + HexFormat.of().formatHex(hash, 0, 4));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
