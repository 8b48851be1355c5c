package dev.peerloom.plugin.eth.wire;

/** The versions of the protocol that this plugin speaks. */
public enum EthVersion {
    /** EIP-7642: block ranges instead of total difficulty, receipts without blooms. */
    ETH_69(69, 18),
    /** EIP-7975: receipts of one block in parts. */
    ETH_70(70, 18),
    /** EIP-8159: block access lists. */
    ETH_71(71, 20),
    /** EIP-8070: cells of blobs. */
    ETH_72(72, 22);

    private final int number;
    private final int length;

    EthVersion(int number, int length) {
        this.number = number;
        this.length = length;
    }

    /**
     * The version as capabilities have it.
     *
     * @return 69 to 72
     */
    public int number() {
        return number;
    }

    /**
     * How many message codes the version has.
     *
     * @return the length
     */
    public int length() {
        return length;
    }

    /**
     * Whether receipts may come in parts.
     *
     * @return true from version 70 on
     */
    public boolean hasPartialReceipts() {
        return number >= 70;
    }

    /**
     * Whether announcements of transactions carry a custody mask.
     *
     * @return true from version 72 on
     */
    public boolean hasCells() {
        return number >= 72;
    }
}
