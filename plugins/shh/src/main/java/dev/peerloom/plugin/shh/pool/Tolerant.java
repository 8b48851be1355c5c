package dev.peerloom.plugin.shh.pool;

/**
 * A value that peers were told, and what is borne beside it until they have heard of it. Immutable.
 *
 * @param <T> the value
 * @param current what peers are told
 * @param tolerated what is borne too
 * @param until how long that is, in milliseconds since 1970
 */
record Tolerant<T>(T current, T tolerated, long until) {
    static <T> Tolerant<T> of(T value) {
        return new Tolerant<>(value, value, 0);
    }

    /** What is borne at a moment beside the current value. */
    T borne(long now) {
        return now < until ? tolerated : current;
    }
}
