package dev.peerloom.testkit;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What nodeInfo and peerInfo may be: maps with keys of text, lists, text, numbers, booleans. */
final class InfoTree {
    private InfoTree() {}

    /**
     * Checks a tree.
     *
     * @param name what it is, for the message
     * @throws AssertionError if it is something that could not be written as JSON
     */
    static void check(String name, @Nullable Object tree) {
        check(name, tree, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static void check(String path, @Nullable Object node, Set<Object> above) {
        switch (node) {
            case null ->
                    throw new AssertionError(path + " is null: leave the entry out, or say \"\"");
            case Map<?, ?> map -> {
                enter(path, map, above);
                map.forEach((key, value) -> check(path + "." + key(path, key), value, above));
                above.remove(map);
            }
            case List<?> list -> {
                enter(path, list, above);
                for (int i = 0; i < list.size(); i++) {
                    check(path + "[" + i + "]", list.get(i), above);
                }
                above.remove(list);
            }
            case String text -> {}
            case Boolean truth -> {}
            case Double number -> finite(path, number);
            case Float number -> finite(path, number);
            case Number number -> {}
            default ->
                    throw new AssertionError(
                            path
                                    + " is a "
                                    + node.getClass().getName()
                                    + ": only maps, lists, strings, numbers and booleans can be"
                                    + " shown");
        }
    }

    private static void enter(String path, Object container, Set<Object> above) {
        if (!above.add(container)) {
            throw new AssertionError(path + " contains itself");
        }
    }

    private static String key(String path, @Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw new AssertionError("a key of " + path + " is " + key + ": keys must be strings");
    }

    private static void finite(String path, Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw new AssertionError(path + " is " + number + ", which JSON has no number for");
        }
    }
}
