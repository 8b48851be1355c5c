package dev.peerloom.plugin.eth.chain;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.common.Hex;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;

/**
 * One JSON object of a genesis file, read by field. Every error is an IllegalArgumentException that
 * names the field.
 */
final class JsonFields {
    private static final BigInteger MAX_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final int MAX_BITS = 256;

    private final JsonObject object;
    private final String path;

    JsonFields(JsonElement element, String path) {
        if (!element.isJsonObject()) {
            throw new IllegalArgumentException(
                    (path.isEmpty() ? "it" : path) + " is not an object");
        }
        this.object = element.getAsJsonObject();
        this.path = path;
    }

    JsonObject object() {
        return object;
    }

    boolean has(String field) {
        return get(field) != null;
    }

    JsonFields child(String field) {
        JsonElement element = get(field);
        if (element == null) {
            throw bad(field, "is missing");
        }
        return new JsonFields(element, path(field));
    }

    /** A number up to 256 bits, hexadecimal with 0x or decimal; null if the field is absent. */
    @Nullable BigInteger integer(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        BigInteger value = parseInteger(field, text);
        if (value.signum() < 0 || value.bitLength() > MAX_BITS) {
            throw bad(field, "is not a number of at most 256 bits: " + text);
        }
        return value;
    }

    BigInteger requiredInteger(String field) {
        BigInteger value = integer(field);
        if (value == null) {
            throw bad(field, "is missing");
        }
        return value;
    }

    /** An unsigned 64-bit number; null if the field is absent. */
    @Nullable Long uint64(String field) {
        BigInteger value = integer(field);
        if (value == null) {
            return null;
        }
        if (value.compareTo(MAX_64) > 0) {
            throw bad(field, "is beyond 64 bits");
        }
        return value.longValue();
    }

    long uint64(String field, long fallback) {
        Long value = uint64(field);
        return value == null ? fallback : value;
    }

    byte[] bytes(String field) {
        String text = text(field);
        if (text == null) {
            return new byte[0];
        }
        if (!text.startsWith("0x")) {
            throw bad(field, "has no 0x");
        }
        try {
            return Hex.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path(field) + " is " + e.getMessage(), e);
        }
    }

    byte[] bytes(String field, int length) {
        byte[] bytes = bytes(field);
        if (bytes.length == 0 && !has(field)) {
            return new byte[length];
        }
        if (bytes.length != length) {
            throw bad(field, "has " + bytes.length + " bytes instead of " + length);
        }
        return bytes;
    }

    Hash32 hash(String field) {
        return Hash32.of(bytes(field, Hash32.LENGTH));
    }

    private @Nullable String text(String field) {
        JsonElement element = get(field);
        if (element == null) {
            return null;
        }
        if (!(element instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
            throw bad(field, "is neither a string nor a number");
        }
        return primitive.getAsString();
    }

    private BigInteger parseInteger(String field, String text) {
        try {
            return text.startsWith("0x") || text.startsWith("0X")
                    ? new BigInteger(text.length() == 2 ? "0" : text.substring(2), 16)
                    : new BigInteger(text.isEmpty() ? "0" : text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(path(field) + " is not a number: " + text, e);
        }
    }

    private @Nullable JsonElement get(String field) {
        JsonElement element = object.get(field);
        return element == null || element.isJsonNull() ? null : element;
    }

    private String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private IllegalArgumentException bad(String field, String what) {
        return new IllegalArgumentException(path(field) + " " + what);
    }
}
