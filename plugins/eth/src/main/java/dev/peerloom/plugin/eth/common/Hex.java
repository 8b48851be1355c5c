package dev.peerloom.plugin.eth.common;

import java.util.HexFormat;

/** Hexadecimal text as Ethereum's files have it. */
public final class Hex {
    private Hex() {}

    /**
     * Reads bytes.
     *
     * @param text an even number of digits, with or without {@code 0x}
     * @return the bytes
     * @throws IllegalArgumentException for anything else
     */
    public static byte[] parse(String text) {
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not hexadecimal: " + shorten(text), e);
        }
    }

    /**
     * Writes bytes.
     *
     * @param bytes any
     * @return {@code 0x} and two digits per byte
     */
    public static String toString(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
