package dev.peerloom.core.wire;

import dev.peerloom.core.IpNetwork;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which addresses belong together. */
public final class Subnet {
    private static final int IPV4_BITS = 24;
    private static final int IPV6_BITS = 48;
    private static final int IPV6_SITE_BITS = 64;

    private Subnet() {}

    /**
     * The network that an address is likely to share with others of the same owner: /24 of IPv4;
     * /48 of IPv6, because that is what one customer is given, and anything narrower would give him
     * 65,536 networks.
     */
    public static IpNetwork of(InetAddress address) {
        return network(address, address.getAddress().length == 4 ? IPV4_BITS : IPV6_BITS);
    }

    /** What counts as one machine: an IPv4 address, or a /64 of IPv6, whose machine picks 2^64. */
    public static IpNetwork machine(InetAddress address) {
        return network(address, address.getAddress().length == 4 ? 32 : IPV6_SITE_BITS);
    }

    private static IpNetwork network(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, bits / 8, bytes.length, (byte) 0);
        try {
            return new IpNetwork(InetAddress.getByAddress(bytes), bits);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of " + bytes.length + " bytes", e);
        }
    }

    /** Whether an address is of this machine or of its local network: never limited. */
    public static boolean isNear(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal(address.getAddress());
    }

    /**
     * The same of what a node is said to listen at. A name is not: it is not looked up for this.
     */
    public static boolean isNear(String host) {
        try {
            return isNear(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return false; // no address
        }
    }

    private static boolean isUniqueLocal(byte[] address) {
        return address.length == 16 && (address[0] & 0xFE) == 0xFC;
    }
}
