package dev.peerloom.api;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A node that may be dialled, with what its node record says of it. Map and arrays are copied when
 * a candidate is made; the copies are unmodifiable by agreement: do not write to the arrays. Two
 * are equal if their nodes are and their attributes have equal bytes.
 *
 * @param node whom to dial
 * @param attributes entries of its node record (EIP-778): key, and value as an RLP item with its
 *     header; empty if the record is unknown
 */
public record DialCandidate(Enode node, Map<String, byte[]> attributes) {
    /** Copies the attributes. */
    public DialCandidate {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(attributes, "attributes");
        Map<String, byte[]> copies = HashMap.newHashMap(attributes.size());
        attributes.forEach(
                (key, value) ->
                        copies.put(
                                Objects.requireNonNull(key, "key of attributes"),
                                Objects.requireNonNull(value, "value of attributes").clone()));
        attributes = Map.copyOf(copies);
    }

    @Override
    @SuppressWarnings("exports") // the annotation is for compilers that have it
    public boolean equals(@Nullable Object other) {
        return other instanceof DialCandidate that
                && node.equals(that.node)
                && attributes.keySet().equals(that.attributes.keySet())
                && attributes.keySet().stream().allMatch(key -> sameValue(key, that));
    }

    @Override
    public int hashCode() {
        return 31 * node.hashCode() + attributes.keySet().hashCode();
    }

    private boolean sameValue(String key, DialCandidate that) {
        return Arrays.equals(attributes.get(key), that.attributes.get(key));
    }
}
