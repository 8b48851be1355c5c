package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * A protocol that we offer in hellos, with what it says of itself read once and found legal.
 * Immutable, apart from the protocol.
 *
 * @param protocol the protocol to run
 * @param capability its name and version
 * @param length the number of its message codes, 1 to {@value #MAX_LENGTH}
 * @param maxPayload its largest legal payload in bytes, both ways
 * @param owner the id of the plugin that brought it, named when something is wrong with it
 */
public record OfferedProtocol(
        Protocol protocol, Capability capability, int length, int maxPayload, String owner) {
    /** More message codes than any protocol has: a wrong number must not exhaust the code space. */
    public static final int MAX_LENGTH = 0x1_0000;

    /** Versions are sent as one RLP integer; no protocol has come near this one. */
    public static final int MAX_VERSION = 255;

    /** Reads what a protocol says of itself: each getter is called exactly once. */
    private static final class Getters {
        private final String owner;
        private String subject;

        Getters(String owner, Protocol protocol) {
            this.owner = owner;
            this.subject = "protocol " + protocol.getClass().getName();
        }

        <T> T read(String getter, Supplier<? extends @Nullable T> value) {
            @Nullable T result;
            try {
                result = value.get();
            } catch (Throwable failure) {
                // Code of a plugin, Errors included: the plugin fails and nothing else does.
                throw new IllegalArgumentException(
                        text(getter + "() threw " + failure.getClass().getName()), failure);
            }
            if (result == null) {
                throw new IllegalArgumentException(text(getter + "() returned null"));
            }
            return result;
        }

        int readInt(String getter, Supplier<Integer> value, int min, int max) {
            int result = read(getter, value);
            if (result < min || result > max) {
                throw new IllegalArgumentException(
                        text(getter + "() is " + result + ", it must be " + min + " to " + max));
            }
            return result;
        }

        String readName(Supplier<String> value) {
            String name = read("name", value);
            if (!BaseProtocol.isLegalName(name)) {
                String shown = "\"" + LogText.escape(name, 40) + "\"";
                throw new IllegalArgumentException(
                        text(
                                "name() is "
                                        + shown
                                        + ", it must be 1 to 8 printable ASCII characters"));
            }
            subject += " (" + name + ")";
            return name;
        }

        private String text(String problem) {
            return "plugin " + owner + ": " + subject + ": " + problem;
        }
    }

    /**
     * Reads name, version, length and maxPayload of a protocol, each once.
     *
     * @param owner the id of the plugin that brought it
     * @throws IllegalArgumentException if one of them is out of its range, null, or thrown instead
     *     of returned; the message names the owner, the class and the range, in one line
     */
    public static OfferedProtocol of(String owner, Protocol protocol) {
        Getters getters = new Getters(owner, protocol);
        String name = getters.readName(protocol::name);
        int version = getters.readInt("version", protocol::version, 0, MAX_VERSION);
        int length = getters.readInt("length", protocol::length, 1, MAX_LENGTH);
        int maxPayload =
                getters.readInt("maxPayload", protocol::maxPayload, 0, BaseProtocol.MAX_PAYLOAD);
        return new OfferedProtocol(
                protocol, new Capability(name, version), length, maxPayload, owner);
    }
}
