package dev.peerloom.api;

import java.net.Inet6Address;
import java.util.regex.Pattern;

/** What may stand for a host: an IPv4 address, an IPv6 address, or a DNS name; never looked up. */
final class Hosts {
    private static final int MAX_NAME = 253;
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern LABEL =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

    private Hosts() {}

    static void check(String host) {
        boolean legal = host.indexOf(':') >= 0 ? isIpv6(host) : isIpv4OrName(host);
        if (!legal) {
            throw new IllegalArgumentException(
                    "neither an IP address nor a DNS name: " + Excerpt.of(host));
        }
    }

    private static boolean isIpv6(String host) {
        // A zone ("%eth0") means something on one machine only, so it has no place in an address
        // that is passed on.
        if (!IPV6_CHARACTERS.matcher(host).matches()) {
            return false;
        }
        try {
            Inet6Address.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isIpv4OrName(String host) {
        if (host.length() > MAX_NAME) {
            return false;
        }
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        // No top-level domain is a number (RFC 3696, section 2): such a host is meant as IPv4.
        String last = labels[labels.length - 1];
        boolean numeric = last.chars().allMatch(c -> c >= '0' && c <= '9');
        return !numeric || isIpv4(labels);
    }

    private static boolean isIpv4(String[] labels) {
        if (labels.length != 4) {
            return false;
        }
        for (String label : labels) {
            if (!OCTET.matcher(label).matches() || Integer.parseInt(label) > 255) {
                return false;
            }
        }
        return true;
    }
}
