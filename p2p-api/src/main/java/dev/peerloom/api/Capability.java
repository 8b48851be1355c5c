package dev.peerloom.api;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A subprotocol by name and version (RLPx, section "Capability Messaging"). Ordered by name, byte
 * by byte, then by version: the order in which subprotocols get their message codes.
 *
 * @param name 1 to 8 printable ASCII characters other than space (0x21 to 0x7e), case-sensitive
 * @param version at least 0; a {@link Protocol} has 0 to 255, but a peer may list any
 */
public record Capability(String name, int version) implements Comparable<Capability> {
    private static final int MAX_NAME = 8;

    /** Throws IllegalArgumentException for a name or version that is not as said above. */
    public Capability {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty()
                || name.length() > MAX_NAME
                || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "a capability name has 1 to 8 printable ASCII characters, not "
                            + Excerpt.of(name));
        }
        if (version < 0) {
            throw new IllegalArgumentException(
                    "version " + version + " of capability " + name + " is below 0");
        }
    }

    @Override
    public int compareTo(Capability other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Integer.compare(version, other.version);
    }

    // Written out: the JVM links a record's own at each start anew, for some milliseconds.

    @Override
    @SuppressWarnings("exports") // the annotation is for compilers that have it
    public boolean equals(@Nullable Object other) {
        return other instanceof Capability that
                && version == that.version
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + version;
    }

    /** Name and version, as in {@code eth/69}. */
    @Override
    public String toString() {
        return name + "/" + version;
    }
}
