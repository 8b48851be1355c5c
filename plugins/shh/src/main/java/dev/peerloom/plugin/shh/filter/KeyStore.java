package dev.peerloom.plugin.shh.filter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys by their ids, in memory only. Any thread may call any method; guarded by the object's lock.
 *
 * @param <K> the kind of key
 */
public final class KeyStore<K> {
    private static final int MOST = 4096;

    private final String kind;
    private final Map<String, K> keys = new HashMap<>();

    /**
     * An empty store.
     *
     * @param kind what the keys are called in errors
     */
    public KeyStore(String kind) {
        this.kind = kind;
    }

    /**
     * Keeps a key.
     *
     * @param key the key
     * @return its id
     * @throws IllegalArgumentException if there are too many
     */
    public synchronized String add(K key) {
        if (keys.size() >= MOST) {
            throw new IllegalArgumentException(
                    "there are " + MOST + " " + kind + "s already: delete some first");
        }
        String id = RandomId.create();
        keys.put(id, key);
        return id;
    }

    /**
     * Finds a key.
     *
     * @param id its id
     * @return the key
     * @throws IllegalArgumentException if there is none
     */
    public synchronized K get(String id) {
        return Optional.ofNullable(keys.get(id))
                .orElseThrow(
                        () -> new IllegalArgumentException("no " + kind + " has the id given"));
    }

    /**
     * Whether there is a key.
     *
     * @param id its id
     * @return true if there is
     */
    public synchronized boolean has(String id) {
        return keys.containsKey(id);
    }

    /**
     * Forgets a key.
     *
     * @param id its id
     * @return false if there was none
     */
    public synchronized boolean delete(String id) {
        return keys.remove(id) != null;
    }
}
