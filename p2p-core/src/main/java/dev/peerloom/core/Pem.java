package dev.peerloom.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of keys: RFC 7468. */
final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    /**
     * The bytes of the first block with a label.
     *
     * @throws IllegalArgumentException if there is none, or it is not base64
     */
    static byte[] decode(String label, String text) {
        Matcher block =
                Pattern.compile(
                                "-----BEGIN %s-----(.*?)-----END %s-----".formatted(label, label),
                                Pattern.DOTALL)
                        .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("it has no line -----BEGIN " + label + "-----");
        }
        return Base64.getDecoder().decode(block.group(1).replaceAll("\\s", ""));
    }

    /** One block, with its line ends. */
    static String encode(String label, byte[] content) {
        String base64 =
                Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
    }
}
