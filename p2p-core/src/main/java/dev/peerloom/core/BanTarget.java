package dev.peerloom.core;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who is banned. */
public sealed interface BanTarget {
    /** The node of an identity, wherever it is. */
    record Node(NodeId id) implements BanTarget {
        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** All that is at the addresses of a network, which may be a single one. */
    record Network(IpNetwork network) implements BanTarget {
        /** Clears the bits that do not count, so that a network has one name. */
        public Network {
            network = masked(network);
        }

        private static IpNetwork masked(IpNetwork network) {
            byte[] bytes = network.address().getAddress();
            for (int bit = network.prefix(); bit < bytes.length * 8; bit++) {
                bytes[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
            }
            try {
                return new IpNetwork(InetAddress.getByAddress(bytes), network.prefix());
            } catch (UnknownHostException e) {
                throw new AssertionError("an address of " + bytes.length + " bytes", e);
            }
        }

        @Override
        public String toString() {
            boolean single = network.prefix() == network.address().getAddress().length * 8;
            return single ? network.address().getHostAddress() : network.toString();
        }
    }

    /**
     * Reads what an operator writes: a node id (128 hexadecimal digits), an enode, an IP address,
     * or a network such as 203.0.113.0/24. {@code toString()} gives a text that this method reads.
     *
     * @throws IllegalArgumentException if the text is none of them; names are not looked up
     */
    static BanTarget parse(String text) {
        try {
            if (text.startsWith("enode:")) {
                return new Node(Enode.parse(text).id());
            }
            // The JDK takes 10.1 for 10.0.0.1; whoever writes that means something else.
            if (text.indexOf(':') < 0
                    && text.indexOf('.') >= 0
                    && !text.matches("[0-9]+(\\.[0-9]+){3}(/[0-9]+)?")) {
                throw new IllegalArgumentException("an IPv4 address has four numbers");
            }
            if (text.indexOf('/') >= 0) {
                return new Network(IpNetwork.parse(text));
            }
            if (text.indexOf('.') < 0 && text.indexOf(':') < 0) {
                return new Node(NodeId.parse(text));
            }
            InetAddress address = InetAddress.ofLiteral(text);
            return new Network(new IpNetwork(address, address.getAddress().length * 8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not a node id of 128 hexadecimal digits, an enode, an IP address or a network"
                            + " such as 203.0.113.0/24: "
                            + text,
                    e);
        }
    }
}
