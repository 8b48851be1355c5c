package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Enode;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.fault.Information;
import dev.peerloom.core.peer.Offers;
import dev.peerloom.core.wire.OfferedProtocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/** What a node says of itself. Immutable, but for the protocols that it offers. */
final class SelfDescription {
    private final InetSocketAddress bound;
    private final NodeKey key;
    private final long made = System.currentTimeMillis();
    private final Offers offers;
    private final CodeWatch watch;

    SelfDescription(NodeKey key, InetSocketAddress bound, Offers offers, CodeWatch watch) {
        this.bound = bound;
        this.offers = offers;
        this.watch = watch;
        this.key = key;
    }

    Enode enode() {
        InetAddress address = bound.getAddress();
        // Nobody can connect to "any address"; what always works from here is loopback.
        InetAddress shown =
                address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String host = shown.getHostAddress();
        int zone = host.indexOf('%');
        return new Enode(
                key.id(),
                zone < 0 ? host : host.substring(0, zone),
                bound.getPort(),
                bound.getPort());
    }

    InetSocketAddress listenAddress() {
        return bound;
    }

    String record() {
        // The number grows from start to start, as long as the clock does.
        return NodeRecord.text(key, enode(), made);
    }

    Map<Capability, Map<String, ?>> protocols() {
        Map<Capability, Map<String, ?>> protocols = new TreeMap<>();
        for (OfferedProtocol offered : offers.current()) {
            protocols.put(offered.capability(), info(offered));
        }
        return protocols;
    }

    private Map<String, ?> info(OfferedProtocol offered) {
        return Information.ask(
                watch,
                offered.owner(),
                offered.capability() + ": nodeInfo()",
                () -> offered.protocol().nodeInfo());
    }
}
