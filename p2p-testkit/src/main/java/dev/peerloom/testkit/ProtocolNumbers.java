package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The four values that a node reads of a protocol once, and refuses if they are illegal. */
final class ProtocolNumbers {
    private static final int MAX_VERSION = 255;
    private static final int MAX_LENGTH = 1 << 16;
    private static final int MAX_PAYLOAD = 0xFFFFFF;

    private ProtocolNumbers() {}

    static Capability capability(Protocol protocol) {
        return new Capability(protocol.name(), protocol.version());
    }

    /** Returns them as text, after they were found legal and the same at a second call. */
    static String check(Protocol protocol) {
        String once = read(protocol);
        String again = read(protocol);
        if (!once.equals(again)) {
            throw new AssertionError("calls itself " + once + " and at a second call " + again);
        }
        return once;
    }

    private static String read(Protocol protocol) {
        String name = protocol.name();
        if (!name.matches("[!-~]{1,8}")) {
            throw new AssertionError(
                    "the name is \"" + name + "\", it must be 1 to 8 printable ASCII characters");
        }
        require("version", protocol.version(), 0, MAX_VERSION);
        require("length", protocol.length(), 1, MAX_LENGTH);
        require("maxPayload", protocol.maxPayload(), 0, MAX_PAYLOAD);
        return name
                + "/"
                + protocol.version()
                + " with "
                + protocol.length()
                + " codes of at most "
                + protocol.maxPayload()
                + " bytes";
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new AssertionError(
                    "the " + what + " is " + value + ", it must be " + least + " to " + most);
        }
    }

    /** No two protocols of a service have the same name and version. */
    static void checkDifferent(List<String> numbers) {
        Set<String> seen = new HashSet<>();
        for (String text : numbers) {
            if (!seen.add(text.substring(0, text.indexOf(' ')))) {
                throw new AssertionError(
                        "offers two protocols of one name and version: " + numbers);
            }
        }
    }
}
