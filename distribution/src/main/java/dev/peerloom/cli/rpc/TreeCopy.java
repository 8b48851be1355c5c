package dev.peerloom.cli.rpc;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JacksonSerializable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies one result, and refuses what is no JSON or too much of it. Used by one thread, once. */
final class TreeCopy {
    private final Limits limits;
    private long room;

    TreeCopy(Limits limits) {
        this.limits = limits;
        this.room = limits.response();
    }

    @Nullable Object of(@Nullable Object result) throws RpcException {
        return copy(result, limits.depth());
    }

    private @Nullable Object copy(@Nullable Object value, int depth) throws RpcException {
        if (depth == 0) {
            throw broken("is nested deeper than " + limits.depth() + " levels, or contains itself");
        }
        take(1);
        return switch (value) {
            case null -> null;
            case String text -> text(text);
            case Boolean flag -> flag;
            case Number number -> number(number);
            case JacksonSerializable own -> own;
            case Map<?, ?> map -> map(map, depth);
            case Iterable<?> list -> list(list, depth);
            default -> throw broken("contains a " + value.getClass().getName());
        };
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map, int depth) throws RpcException {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw broken("contains a map whose keys are no strings");
            }
            copy.put(text(key), copy(entry.getValue(), depth - 1));
        }
        return copy;
    }

    private List<@Nullable Object> list(Iterable<?> list, int depth) throws RpcException {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object item : list) {
            copy.add(copy(item, depth - 1));
        }
        return copy;
    }

    private String text(String text) throws RpcException {
        take(text.length());
        return text;
    }

    private static Number number(Number number) throws RpcException {
        if (!Double.isFinite(number.doubleValue())
                && (number instanceof Double || number instanceof Float)) {
            throw broken("contains the number " + number + ", which JSON does not have");
        }
        return number;
    }

    private void take(long characters) throws RpcException {
        room -= characters;
        if (room < 0) {
            throw new RpcException(
                    RpcException.TOO_LARGE,
                    "the answer is larger than " + limits.response() + " bytes");
        }
    }

    private static RpcException broken(String what) {
        return new RpcException(RpcException.FAILED, "the method's result " + what);
    }
}
