package dev.peerloom.plugin.shh.rpc;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Reads JSON trees as go-ethereum does; what does not fit is IllegalArgumentException. */
final class Json {
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private Json() {}

    /** The one parameter, or whichever is at an index. */
    static Object param(List<Object> params, int count, int index) {
        if (params.size() != count) {
            throw new IllegalArgumentException(
                    count + " parameter(s) are expected, not " + params.size());
        }
        return params.get(index);
    }

    static Object only(List<Object> params) {
        return param(params, 1, 0);
    }

    static void none(List<Object> params) {
        if (!params.isEmpty()) {
            throw new IllegalArgumentException("no parameters are expected");
        }
    }

    static Map<?, ?> object(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong("the parameter", "an object", value);
    }

    static String text(String name, Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, "a text", value);
    }

    static boolean bool(String name, Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw wrong(name, "true or false", value);
    }

    static double number(String name, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, "a number", value);
    }

    static long uint32(String name, Object value) {
        if (value instanceof Number number) {
            try {
                long whole = new BigDecimal(number.toString()).longValueExact();
                if (whole >= 0 && whole <= MAX_UINT32) {
                    return whole;
                }
            } catch (ArithmeticException e) {
                IllegalArgumentException wrong = wrong(name, "a whole number", value);
                wrong.initCause(e);
                throw wrong;
            }
        }
        throw wrong(name, "a whole number from 0 to 2^32-1", value);
    }

    /** Bytes as {@code 0x} and two digits each. */
    static byte[] bytes(String name, Object value) {
        String text = text(name, value);
        if (!text.startsWith("0x")) {
            throw wrong(name, "hexadecimal with 0x before it", value);
        }
        try {
            return HexFormat.of().parseHex(text, 2, text.length());
        } catch (IllegalArgumentException e) {
            IllegalArgumentException wrong = wrong(name, "hexadecimal, two digits a byte", value);
            wrong.initCause(e);
            throw wrong;
        }
    }

    static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static IllegalArgumentException wrong(String name, String expected, Object value) {
        String text = String.valueOf(value);
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return new IllegalArgumentException(name + " is to be " + expected + ", not " + shown);
    }
}
