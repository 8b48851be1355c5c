package dev.peerloom.core.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * What a protocol says of itself or of a peer ({@code nodeInfo}, {@code peerInfo}): asked for,
 * checked to be the tree that it is specified to be, and copied. One that says something else is
 * told as its plugin's fault, in place of the information; whoever asks gets all others'. Used by
 * one thread, once.
 */
public final class Information {
    /** How deep a tree may be; one that contains itself has no end. */
    static final int DEPTH = 32;

    /** How many values and characters a tree may have: what is shown of one of many protocols. */
    static final int SIZE = 1 << 18;

    private int room = SIZE;

    private Information() {}

    /**
     * Asks a protocol.
     *
     * @param watch who is told what is wrong
     * @param plugin the plugin's id
     * @param what names the question in messages: "chat/1: peerInfo()"
     * @param question calls the protocol
     * @return a copy of the answer, or a map that says under "error" what is wrong with it
     */
    public static Map<String, ?> ask(
            CodeWatch watch, String plugin, String what, Callable<Map<String, ?>> question) {
        watch.threads().enter(plugin);
        try {
            Map<String, ?> answer = question.call();
            return new Information()
                    .copy(Objects.requireNonNull(answer, what + " returned null"), DEPTH);
        } catch (Throwable failure) {
            // Code of a plugin, Errors included: asked for information, it must not fail the asker.
            watch.faults().threw(plugin, what, failure);
            return Map.of("error", Failures.describe(failure));
        } finally {
            watch.threads().leave();
        }
    }

    private Object value(Object value, int depth) {
        if (depth == 0) {
            throw new IllegalArgumentException(
                    "the information is nested deeper than "
                            + DEPTH
                            + " levels, or contains itself");
        }
        take(1);
        return switch (value) {
            case null -> throw new IllegalArgumentException("the information contains null");
            case String text -> text(text);
            case Boolean flag -> flag;
            case Number number -> number(number);
            case Map<?, ?> map -> copy(map, depth);
            case Iterable<?> list -> copy(list, depth);
            default ->
                    throw new IllegalArgumentException(
                            "the information contains a "
                                    + value.getClass().getName()
                                    + ": only maps, lists, strings, numbers and booleans can be"
                                    + " shown");
        };
    }

    private Map<String, ?> copy(Map<?, ?> map, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException(
                        "the information contains a map whose keys are no strings");
            }
            copy.put(text(key), value(entry.getValue(), depth - 1));
        }
        return Collections.unmodifiableMap(copy);
    }

    private List<?> copy(Iterable<?> list, int depth) {
        List<Object> copy = new ArrayList<>();
        for (Object item : list) {
            copy.add(value(item, depth - 1));
        }
        return Collections.unmodifiableList(copy);
    }

    private String text(String text) {
        take(text.length());
        return text;
    }

    private static Number number(Number number) {
        if ((number instanceof Double || number instanceof Float)
                && !Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException(
                    "the information contains the number " + number + ", which JSON does not have");
        }
        return number;
    }

    private void take(int characters) {
        room -= characters;
        if (room < 0) {
            throw new IllegalArgumentException(
                    "the information is larger than " + SIZE + " characters");
        }
    }
}
