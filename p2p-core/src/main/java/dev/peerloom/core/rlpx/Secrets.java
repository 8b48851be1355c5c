package dev.peerloom.core.rlpx;

import dev.peerloom.core.crypto.Keccak256;

import java.util.Arrays;

/**
 * What a handshake ends with: the keys of a link and the initial states of its two MACs. Immutable;
 * what is handed in is copied.
 */
public final class Secrets {
    private final byte[] aes;
    private final byte[] mac;
    private final Keccak256 egress;
    private final Keccak256 ingress;

    /**
     * Makes secrets.
     *
     * @param aes the key of the frames' encryption, 32 bytes
     * @param mac the key of the frames' MACs, 32 bytes
     * @param egress the MAC state of what we send
     * @param ingress the MAC state of what we receive
     */
    public Secrets(byte[] aes, byte[] mac, Keccak256 egress, Keccak256 ingress) {
        this.aes = aes.clone();
        this.mac = mac.clone();
        this.egress = new Keccak256(egress);
        this.ingress = new Keccak256(ingress);
    }

    /**
     * The initiator's secrets (rlpx.md, "Initial Handshake"); the recipient's are these {@link
     * #swapped}.
     *
     * @param ephemeralPoint what the two ephemeral keys agree upon; its first 32 bytes are used
     * @param auth the initiator's packet as it was on the wire
     * @param ack the recipient's packet as it was on the wire
     */
    static Secrets derive(
            byte[] ephemeralPoint,
            byte[] initiatorNonce,
            byte[] recipientNonce,
            byte[] auth,
            byte[] ack) {
        byte[] ephemeral = Arrays.copyOf(ephemeralPoint, 32);
        byte[] nonces = Keccak256.hash(recipientNonce, initiatorNonce);
        byte[] shared = Keccak256.hash(ephemeral, nonces);
        byte[] aes = Keccak256.hash(ephemeral, shared);
        byte[] mac = Keccak256.hash(ephemeral, aes);
        Keccak256 egress = new Keccak256();
        egress.update(Nonces.xor(mac, recipientNonce));
        egress.update(auth);
        Keccak256 ingress = new Keccak256();
        ingress.update(Nonces.xor(mac, initiatorNonce));
        ingress.update(ack);
        return new Secrets(aes, mac, egress, ingress);
    }

    /** The same link seen from its other end. */
    public Secrets swapped() {
        return new Secrets(aes, mac, ingress, egress);
    }

    /** The key of the frames' encryption, 32 bytes. */
    public byte[] aes() {
        return aes.clone();
    }

    /** The key of the frames' MACs, 32 bytes. */
    public byte[] mac() {
        return mac.clone();
    }

    /** The MAC state of what we send. */
    public Keccak256 egress() {
        return new Keccak256(egress);
    }

    /** The MAC state of what we receive. */
    public Keccak256 ingress() {
        return new Keccak256(ingress);
    }
}
