package dev.peerloom.api;

import java.util.Objects;

/**
 * A node's identity and address, written {@code enode://ID@HOST:PORT?discport=UDP}: 128 hex digits,
 * an IPv4 address, an IPv6 address in brackets or a DNS name, and the TCP port; {@code discport} is
 * there if the UDP port differs from it. Names are not looked up here. Two enodes are equal if all
 * their parts are, the host as it is spelled.
 *
 * @param id the node's public key
 * @param host an IPv4 address, an IPv6 address without brackets and zone, or a DNS name
 * @param tcpPort the port of RLPx, 0 to 65535; 0 if the node does not listen
 * @param udpPort the port of discovery, 0 to 65535; 0 if the node has none
 * @see <a href="https://ethereum.org/en/developers/docs/networking-layer/network-addresses/#enode">
 *     Enode addresses</a>
 */
public record Enode(NodeId id, String host, int tcpPort, int udpPort) {
    private static final String SCHEME = "enode://";
    private static final String UDP = "discport=";

    /** Throws IllegalArgumentException for a host or port that is not as said above. */
    public Enode {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(host, "host");
        Hosts.check(host);
        checkPort("TCP", tcpPort);
        checkPort("UDP", udpPort);
    }

    /**
     * Reads an enode URL, strictly: no spaces, no path, no other parameters.
     *
     * @param url the URL
     * @return the enode
     * @throws IllegalArgumentException in one line what is wrong, quoting the part in question
     *     escaped and cut short, for the text may be hostile
     */
    public static Enode parse(String url) {
        Objects.requireNonNull(url, "url");
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "an enode URL starts with enode://, not like " + Excerpt.of(url));
        }
        int at = url.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(
                    "an enode URL is enode://ID@HOST:PORT, no @ is in " + Excerpt.of(url));
        }
        NodeId id = NodeId.parse(url.substring(SCHEME.length(), at));
        int query = url.indexOf('?', at);
        String address = url.substring(at + 1, query < 0 ? url.length() : query);
        int colon = address.lastIndexOf(':');
        if (colon < 0 || address.indexOf(']', colon) >= 0) {
            throw new IllegalArgumentException(
                    "the port is missing after the host of an enode URL: " + Excerpt.of(address));
        }
        String host = unbracket(address.substring(0, colon));
        int tcpPort = parsePort("TCP", address.substring(colon + 1));
        int udpPort = query < 0 ? tcpPort : parseQuery(url.substring(query + 1));
        return new Enode(id, host, tcpPort, udpPort);
    }

    /** The enode URL, which {@link #parse} reads back to an equal Enode. */
    @Override
    public String toString() {
        String address = host.indexOf(':') < 0 ? host : "[" + host + "]";
        String query = udpPort == tcpPort ? "" : "?" + UDP + udpPort;
        return SCHEME + id + "@" + address + ":" + tcpPort + query;
    }

    private static String unbracket(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String inner = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bracketed != inner.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "an IPv6 address stands in brackets, and nothing else does: "
                            + Excerpt.of(host));
        }
        return inner;
    }

    private static int parseQuery(String query) {
        if (!query.startsWith(UDP)) {
            throw new IllegalArgumentException(
                    "the only parameter of an enode URL is discport, not " + Excerpt.of(query));
        }
        return parsePort("UDP", query.substring(UDP.length()));
    }

    private static int parsePort(String kind, String text) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.isEmpty() || text.length() > 5) {
            throw new IllegalArgumentException(
                    "a " + kind + " port is a number of 0 to 65535, not " + Excerpt.of(text));
        }
        return Integer.parseInt(text);
    }

    private static void checkPort(String kind, int port) {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException(
                    "a " + kind + " port is a number of 0 to 65535, not " + port);
        }
    }
}
