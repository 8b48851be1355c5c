package dev.peerloom.api;

/** A subprotocol by name and version. */
public record Capability(String name, int version) implements Comparable<Capability> {
    @Override
    public int compareTo(Capability other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Integer.compare(version, other.version);
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
