package dev.peerloom.plugin.shh.wire;

/** Message codes of shh/6 (EIP-627, "Packet Codes"). Codes that are not here mean nothing yet. */
public final class ShhCode {
    /** The first message of each side. */
    public static final int STATUS = 0;

    /** Envelopes on their way through the network. */
    public static final int MESSAGES = 1;

    /** The least proof of work that the sender accepts from now on. */
    public static final int POW_REQUIREMENT = 2;

    /** The topics that the sender is interested in from now on. */
    public static final int BLOOM_FILTER = 3;

    /** A request to a mail server, which this node is not. */
    public static final int P2P_REQUEST = 126;

    /** An envelope for the receiver alone, of a peer that it trusts. */
    public static final int P2P_MESSAGE = 127;

    /** How many codes the version has. */
    public static final int LENGTH = 128;

    private ShhCode() {}
}
