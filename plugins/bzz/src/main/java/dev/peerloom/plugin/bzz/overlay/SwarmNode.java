package dev.peerloom.plugin.bzz.overlay;

import dev.peerloom.api.Enode;

import java.util.Optional;

/**
 * A node of the swarm that can be dialled.
 *
 * @param overlay its address in the overlay network
 * @param enode where it listens
 */
public record SwarmNode(Overlay overlay, Enode enode) {
    /**
     * The node that an address names, if it is one that we would dial. Names are not: who spreads
     * addresses must not choose what we look up.
     *
     * @param overlay its address in the overlay network
     * @param underlay foreign text, meant as an enode URL
     * @return the node; empty if the text is no enode URL with an IP address and a port
     */
    public static Optional<SwarmNode> of(Overlay overlay, String underlay) {
        Enode enode;
        try {
            enode = Enode.parse(underlay);
        } catch (IllegalArgumentException e) {
            // Some send other things, such as a bare public key: nothing to dial, nothing wrong.
            return Optional.empty();
        }
        return isAddress(enode.host()) && enode.tcpPort() != 0
                ? Optional.of(new SwarmNode(overlay, enode))
                : Optional.empty();
    }

    /** Digits and dots alone are an IPv4 address: an enode has no such names. */
    private static boolean isAddress(String host) {
        boolean ipv6 = host.indexOf(':') >= 0;
        boolean ipv4 = host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return (ipv4 || ipv6) && !host.equals("0.0.0.0") && !host.equals("::");
    }
}
