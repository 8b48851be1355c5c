package dev.peerloom.core;

import dev.peerloom.api.Enode;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.crypto.Keccak256;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Base64;

/**
 * A node's own record: its address, signed.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-778">EIP-778</a>
 */
final class NodeRecord {
    private static final int KEY_HALF = 32;
    private static final int SIGNATURE = 64;

    private NodeRecord() {}

    /**
     * The text form, {@code enr:…}.
     *
     * @param sequence the larger, the newer
     */
    static String text(NodeKey key, Enode enode, long sequence) {
        byte[] content = content(new RlpWriter().startList(), enode, sequence);
        byte[] signature = Arrays.copyOf(key.sign(Keccak256.hash(content)), SIGNATURE);
        byte[] record = content(new RlpWriter().startList().write(signature), enode, sequence);
        return "enr:" + Base64.getUrlEncoder().withoutPadding().encodeToString(record);
    }

    /** Writes the pairs, in the order of their keys, behind what the list begins with. */
    private static byte[] content(RlpWriter list, Enode enode, long sequence) {
        byte[] ip = InetAddress.ofLiteral(enode.host()).getAddress();
        boolean six = ip.length > 4;
        list.write(sequence).write("id").write("v4");
        list.write(six ? "ip6" : "ip").write(ip);
        list.write("secp256k1").write(compressed(enode.id().publicKey()));
        if (enode.tcpPort() != 0) {
            list.write(six ? "tcp6" : "tcp").write(enode.tcpPort());
        }
        if (enode.udpPort() != 0) {
            list.write(six ? "udp6" : "udp").write(enode.udpPort());
        }
        return list.endList().toByteArray();
    }

    /** The first coordinate, and which of the two points with it. */
    private static byte[] compressed(byte[] publicKey) {
        byte[] compressed = new byte[1 + KEY_HALF];
        compressed[0] = (byte) (2 + (publicKey[2 * KEY_HALF - 1] & 1));
        System.arraycopy(publicKey, 0, compressed, 1, KEY_HALF);
        return compressed;
    }
}
