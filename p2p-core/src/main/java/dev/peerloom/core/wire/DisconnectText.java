package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;

import java.util.ArrayList;
import java.util.List;

/** What disconnects mean, in words for the operator of this node. */
public final class DisconnectText {
    /** A hello may list dozens of capabilities; a line is no place for more than these. */
    private static final int MAX_LISTED = 12;

    private DisconnectText() {}

    /**
     * What the remote says by the reason that it gave.
     *
     * @param code as {@link Disconnect#decode} returns it
     */
    public static String byRemote(int code) {
        return switch (DisconnectReason.fromCode(code)) {
            case REQUESTED -> "remote was asked to disconnect";
            case TCP_ERROR -> "remote reports a network error";
            case BREACH_OF_PROTOCOL -> "remote says that we broke the protocol";
            case USELESS_PEER -> "remote has no use for us: no shared capability, or another chain";
            case TOO_MANY_PEERS -> "remote has too many peers";
            case ALREADY_CONNECTED -> "remote has a link with us already";
            case INCOMPATIBLE_VERSION -> "remote does not speak our version of the base protocol";
            case NULL_IDENTITY -> "remote found no identity in our hello";
            case CLIENT_QUITTING -> "remote is quitting";
            case UNEXPECTED_IDENTITY -> "remote expected a node with another key than ours";
            case SAME_IDENTITY -> "remote has our own key";
            case PING_TIMEOUT -> "remote heard nothing from us for too long";
            case SUBPROTOCOL_ERROR -> "a subprotocol of the remote ended the link";
            case UNKNOWN ->
                    code < 0
                            ? "remote gave no reason that can be read"
                            : "remote gave a reason without a meaning, 0x%02x".formatted(code);
        };
    }

    /** Neither side speaks what the other does. */
    public static String nothingShared(List<Capability> ours, List<Capability> theirs) {
        return "no shared capability: we offer %s, they offer %s"
                .formatted(list(ours), list(theirs));
    }

    /** Capabilities in short: {@code eth/68-70, snap/1}; {@code nothing} if there are none. */
    public static String list(List<Capability> capabilities) {
        List<String> ranges = new ArrayList<>();
        List<Capability> sorted = capabilities.stream().sorted().distinct().toList();
        for (int first = 0; first < sorted.size(); ) {
            int last = first;
            while (last + 1 < sorted.size()
                    && isNextVersion(sorted.get(last), sorted.get(last + 1))) {
                last++;
            }
            String range = sorted.get(first).toString();
            ranges.add(first == last ? range : range + "-" + sorted.get(last).version());
            first = last + 1;
        }
        if (ranges.size() > MAX_LISTED) {
            int more = ranges.size() - MAX_LISTED;
            return String.join(", ", ranges.subList(0, MAX_LISTED)) + " and " + more + " more";
        }
        return ranges.isEmpty() ? "nothing" : String.join(", ", ranges);
    }

    private static boolean isNextVersion(Capability one, Capability next) {
        return one.name().equals(next.name()) && one.version() + 1 == next.version();
    }
}
