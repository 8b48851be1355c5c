package dev.peerloom.cli.demo;

import dev.peerloom.api.PeerEvent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what the nodes saw. Used by one thread. */
final class Ledger {
    private final Set<Way> connected = new HashSet<>();
    private final Set<Way> closed = new HashSet<>();
    private final Map<Way, Traffic> traffic = new HashMap<>();

    /** From one node to another, by name. */
    record Way(String from, String to) {}

    /**
     * Messages one way.
     *
     * @param sent how many the sender's node counted
     * @param received how many the receiver's node counted
     * @param bytes the payloads received
     */
    record Traffic(long sent, long received, long bytes) {
        static final Traffic NONE = new Traffic(0, 0, 0);

        private Traffic plus(long moreSent, long moreReceived, long moreBytes) {
            return new Traffic(sent + moreSent, received + moreReceived, bytes + moreBytes);
        }
    }

    /** Takes in what a node saw of another. */
    void add(Sighting seen) {
        Way out = new Way(seen.node(), seen.other());
        Way in = new Way(seen.other(), seen.node());
        switch (seen.event()) {
            case PeerEvent.Connected c -> connected.add(out);
            case PeerEvent.Disconnected d -> closed.add(out);
            case PeerEvent.MessageSent m -> traffic.merge(out, new Traffic(1, 0, 0), Ledger::sum);
            case PeerEvent.MessageReceived m ->
                    traffic.merge(in, new Traffic(0, 1, m.size()), Ledger::sum);
            default -> {
                // Not a kind that was asked for.
            }
        }
    }

    private static Traffic sum(Traffic one, Traffic other) {
        return one.plus(other.sent, other.received, other.bytes);
    }

    /** Whether both ends of every link have told that it is up. */
    boolean allConnected(List<Link> links) {
        return links.stream().flatMap(Link::ways).allMatch(connected::contains);
    }

    /** Whether on every link a message arrived at both ends. */
    boolean allSpoke(List<Link> links) {
        return links.stream().flatMap(Link::ways).allMatch(way -> traffic(way).received() > 0);
    }

    /** Whether a node has told that its link with another is closed. */
    boolean closed(String node, String other) {
        return closed.contains(new Way(node, other));
    }

    /** Whether any link is closed. */
    boolean anyClosed() {
        return !closed.isEmpty();
    }

    Traffic traffic(Way way) {
        return traffic.getOrDefault(way, Traffic.NONE);
    }
}
