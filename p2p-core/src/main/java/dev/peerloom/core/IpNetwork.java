package dev.peerloom.core;

import java.net.InetAddress;

/**
 * A range of IP addresses: those that share the first {@code prefix} bits of {@code address}.
 *
 * @param address any address of the range
 * @param prefix how many leading bits count
 */
public record IpNetwork(InetAddress address, int prefix) {
    /** Checks the prefix against the address' length. */
    public IpNetwork {
        int bits = address.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "a network prefix is 0 to " + bits + ", not " + prefix);
        }
    }

    /**
     * Reads CIDR notation, {@code 10.0.0.0/8} or {@code fe80::/10}.
     *
     * @throws IllegalArgumentException if the text is something else; names are not looked up
     */
    public static IpNetwork parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a network like 10.0.0.0/8: " + cidr);
        }
        try {
            return new IpNetwork(
                    InetAddress.ofLiteral(cidr.substring(0, slash)),
                    Integer.parseInt(cidr.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a network like 10.0.0.0/8: " + cidr, e);
        }
    }

    /** Whether an address lies in this range; one of the other IP version never does. */
    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((ours[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
