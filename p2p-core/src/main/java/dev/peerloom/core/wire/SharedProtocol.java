package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;

/**
 * A protocol that both sides of a link speak, and its place in the link's code space.
 *
 * @param offered our side of it
 * @param offset the message code on the wire of the protocol's code 0
 */
public record SharedProtocol(OfferedProtocol offered, int offset) {
    /** The name and version agreed upon. */
    public Capability capability() {
        return offered.capability();
    }

    /** The number of its message codes. */
    public int length() {
        return offered.length();
    }

    /** The first message code on the wire after those of this protocol. */
    public int end() {
        return Math.addExact(offset, offered.length());
    }
}
