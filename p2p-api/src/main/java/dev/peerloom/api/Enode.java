package dev.peerloom.api;

import java.net.URI;
import java.util.Objects;

/** A node's identity and address. */
public record Enode(NodeId id, String host, int tcpPort, int udpPort) {
    public static Enode parse(String url) {
        URI uri = URI.create(url);
        if (!"enode".equals(uri.getScheme()) || uri.getPort() < 0) {
            throw new IllegalArgumentException("not an enode URL: " + url);
        }
        NodeId id = NodeId.parse(Objects.requireNonNullElse(uri.getUserInfo(), ""));
        return new Enode(id, uri.getHost(), uri.getPort(), uri.getPort());
    }

    @Override
    public String toString() {
        return "enode://" + id + "@" + host + ":" + tcpPort;
    }
}
