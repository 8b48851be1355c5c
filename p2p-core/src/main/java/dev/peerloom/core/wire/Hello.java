package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first message of each side: {@code [version, client, [[name, version], …], listenPort, id]}
 * ({@code rlpx.md}, "Hello (0x00)"). Immutable.
 *
 * @param version the base protocol version, 0 or more; a larger one than an {@code int} holds is
 *     read as {@link Integer#MAX_VALUE}
 * @param clientName what the sender calls itself; of a peer it is foreign text, to be shown through
 *     {@link LogText} only
 * @param capabilities what the sender speaks, in its order, duplicates included
 * @param listenPort the sender's TCP port, 0 to 65535; 0 says nothing, as most nodes send it
 * @param id the sender's public key
 */
public record Hello(
        int version, String clientName, List<Capability> capabilities, int listenPort, NodeId id) {
    private static final BigInteger MAX_INT = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final int ID_LENGTH = 64;
    private static final int MAX_PORT = 65_535;

    /**
     * Checks the numbers and copies the list.
     *
     * @throws IllegalArgumentException if the version is negative or the port is not 0 to 65535
     */
    public Hello {
        if (version < 0) {
            throw new IllegalArgumentException("hello version is " + version + ", not 0 or more");
        }
        if (listenPort < 0 || listenPort > MAX_PORT) {
            throw new IllegalArgumentException("port is " + listenPort + ", not 0 to 65535");
        }
        capabilities = List.copyOf(capabilities);
    }

    /** Whether two sides compress what follows their hellos: both do from version 5 on. */
    public boolean compressesWith(Hello other) {
        return Math.min(version, other.version) >= BaseProtocol.FIRST_VERSION_WITH_SNAPPY;
    }

    /**
     * The payload, as it follows the message id.
     *
     * @throws IllegalStateException if it is larger than a peer may accept: the message says what
     *     to shorten
     */
    public byte[] encode() {
        RlpWriter out = new RlpWriter().startList().write(version).write(clientName).startList();
        for (Capability capability : capabilities) {
            out.startList().write(capability.name()).write(capability.version()).endList();
        }
        byte[] payload =
                out.endList().write(listenPort).write(id.publicKey()).endList().toByteArray();
        if (payload.length > BaseProtocol.MAX_HELLO - 1) {
            throw new IllegalStateException(
                    "our hello of "
                            + payload.length
                            + " bytes is over the limit of "
                            + (BaseProtocol.MAX_HELLO - 1)
                            + ": offer fewer than "
                            + capabilities.size()
                            + " protocols or shorten the client name");
        }
        return payload;
    }

    /**
     * Reads the payload that followed the message id; see {@link #decode(byte[], int, int)}.
     *
     * @throws RlpException if it is not a hello
     */
    public static Hello decode(byte[] payload) throws RlpException {
        return decode(payload, 0, payload.length);
    }

    /**
     * Reads the payload that followed the message id, as tolerantly as EIP-8 asks: list elements
     * beyond the known ones, in the message and in a capability, are ignored, and so are bytes
     * after the list. Any version number is accepted. A capability whose name is not 1 to 8
     * printable ASCII characters or whose version is over 2<sup>31</sup> − 1 cannot be one of ours
     * and is left out, as is what follows the first {@value BaseProtocol#MAX_CAPABILITIES}. In the
     * client name bytes that are not UTF-8 become U+FFFD; it is as long as the message allows. A
     * port that is none is read as 0.
     *
     * @throws IdentityException if the id does not have 64 bytes
     * @throws RlpException if this is not canonical RLP of that shape, or if there are more than
     *     {@value BaseProtocol#MAX_HELLO} bytes
     */
    public static Hello decode(byte[] payload, int offset, int length) throws RlpException {
        if (length > BaseProtocol.MAX_HELLO) {
            throw new RlpException("hello of " + length + " bytes, at most 2048 are legal");
        }
        RlpReader in = new RlpReader(payload, offset, length);
        in.enterList();
        int version = in.readBigInteger().min(MAX_INT).intValueExact();
        String clientName = new String(in.readBytes(), StandardCharsets.UTF_8);
        List<Capability> capabilities = readCapabilities(in);
        int port = toPort(in.readBigInteger());
        byte[] id = in.readBytes();
        if (id.length != ID_LENGTH) {
            throw new IdentityException(id.length);
        }
        // What follows is for later versions and not even looked at.
        return new Hello(version, clientName, capabilities, port, new NodeId(id));
    }

    private static List<Capability> readCapabilities(RlpReader in) throws RlpException {
        List<Capability> capabilities = new ArrayList<>();
        in.enterList();
        for (int i = 0; i < BaseProtocol.MAX_CAPABILITIES && in.hasNext(); i++) {
            readCapability(in).ifPresent(capabilities::add);
        }
        leaveWithExtras(in);
        return capabilities;
    }

    private static Optional<Capability> readCapability(RlpReader in) throws RlpException {
        in.enterList();
        // Byte for byte: a name that is not ASCII must not become one that is.
        String name = new String(in.readBytes(), StandardCharsets.ISO_8859_1);
        BigInteger version = in.readBigInteger();
        leaveWithExtras(in);
        boolean legal = BaseProtocol.isLegalName(name) && version.compareTo(MAX_INT) <= 0;
        return legal
                ? Optional.of(new Capability(name, version.intValueExact()))
                : Optional.empty();
    }

    private static void leaveWithExtras(RlpReader in) throws RlpException {
        while (in.hasNext()) {
            in.skip();
        }
        in.leaveList();
    }

    private static int toPort(BigInteger number) {
        return number.compareTo(BigInteger.valueOf(MAX_PORT)) <= 0 ? number.intValueExact() : 0;
    }
}
