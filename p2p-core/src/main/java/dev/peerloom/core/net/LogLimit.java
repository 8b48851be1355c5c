package dev.peerloom.core.net;

import dev.peerloom.core.IpNetwork;
import dev.peerloom.core.wire.Subnet;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many lines failed connections may write into the log: a few for each subnet and some more in
 * total, then one line that says how many there were besides. Who connects a thousand times a
 * second must fill neither the disk nor the operator's view. Thread-safe by its monitor.
 */
final class LogLimit {
    /** How long a window lasts; it opens with its first line. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    static final int PER_SUBNET = 5;
    static final int IN_TOTAL = 50;
    private static final int MAX_SUBNETS = 10_000;

    private final Map<IpNetwork, Integer> written = new HashMap<>();
    private final Set<IpNetwork> silenced = new HashSet<>();
    private int lines;
    private long suppressed;
    private boolean open;

    /** What is to be done about one line. */
    enum Verdict {
        /** Write it, and close the window in {@link #WINDOW}. */
        WRITE_FIRST,
        /** Write it. */
        WRITE,
        /** It is counted. */
        SUPPRESS
    }

    synchronized Verdict admit(InetAddress from) {
        IpNetwork subnet = Subnet.of(from);
        int ofSubnet = written.getOrDefault(subnet, 0);
        boolean tooMany = ofSubnet >= PER_SUBNET && !Subnet.isNear(from);
        if (lines >= IN_TOTAL || tooMany) {
            suppressed++;
            if (silenced.size() < MAX_SUBNETS) {
                silenced.add(subnet);
            }
            return Verdict.SUPPRESS;
        }
        written.put(subnet, ofSubnet + 1);
        lines++;
        boolean first = !open;
        open = true;
        return first ? Verdict.WRITE_FIRST : Verdict.WRITE;
    }

    /** Closes the window; the next line opens another. What it suppressed, if anything. */
    synchronized Optional<String> closeWindow() {
        Optional<String> summary =
                suppressed == 0
                        ? Optional.empty()
                        : Optional.of(
                                "%d more connections failed or were refused within %d s, from %s%d"
                                                .formatted(
                                                        suppressed,
                                                        WINDOW.toSeconds(),
                                                        silenced.size() < MAX_SUBNETS
                                                                ? ""
                                                                : "more than ",
                                                        silenced.size())
                                        + (silenced.size() == 1 ? " network" : " networks"));
        written.clear();
        silenced.clear();
        lines = 0;
        suppressed = 0;
        open = false;
        return summary;
    }
}
