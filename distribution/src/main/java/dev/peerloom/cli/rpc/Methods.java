package dev.peerloom.cli.rpc;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What can be called: the methods of the node, which stay, and those of plugins, which come and go.
 * Immutable; the plugins' part is asked for each call.
 */
public final class Methods {
    private final Map<String, Method> own;
    private final Map<String, Topic> topics;
    private final Function<String, Optional<Method>> others;
    private final Supplier<? extends Iterable<String>> otherNames;

    /**
     * Puts them together.
     *
     * @param own the node's methods by name
     * @param topics what can be subscribed to, by namespace and name: {@code admin_peerEvents}
     * @param others finds a plugin's method by name
     * @param otherNames the names of the plugins' methods now
     */
    public Methods(
            Map<String, Method> own,
            Map<String, Topic> topics,
            Function<String, Optional<Method>> others,
            Supplier<? extends Iterable<String>> otherNames) {
        this.own = Map.copyOf(own);
        this.topics = Map.copyOf(topics);
        this.others = others;
        this.otherNames = otherNames;
    }

    /** A method by its name. */
    public Optional<Method> find(String name) {
        return Optional.ofNullable(own.get(name)).or(() -> others.apply(name));
    }

    /** A topic by its namespace and name. */
    public Optional<Topic> topic(String namespace, String name) {
        return Optional.ofNullable(topics.get(namespace + "_" + name));
    }

    /** The names of all methods and topics, sorted. */
    public NavigableSet<String> names() {
        NavigableSet<String> names = new TreeSet<>(own.keySet());
        names.addAll(topics.keySet());
        otherNames.get().forEach(names::add);
        return names;
    }

    /** The names of the node's own methods and topics, sorted. */
    public NavigableSet<String> ownNames() {
        NavigableSet<String> names = new TreeSet<>(own.keySet());
        names.addAll(topics.keySet());
        return names;
    }

    /** What go-ethereum calls modules: what stands before the first '_', with a version. */
    public Map<String, String> namespaces() {
        Map<String, String> namespaces = new TreeMap<>();
        names().forEach(name -> namespaces.put(namespace(name), "1.0"));
        return namespaces;
    }

    /** What stands before the first '_' of a name. */
    static String namespace(String name) {
        int end = name.indexOf('_');
        return end < 0 ? name : name.substring(0, end);
    }
}
