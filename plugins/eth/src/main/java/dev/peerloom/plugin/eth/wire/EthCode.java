package dev.peerloom.plugin.eth.wire;

/** Message codes of eth/69 to eth/72 (devp2p, caps/eth.md), without the capability's offset. */
public final class EthCode {
    /** The first message, both ways. */
    public static final int STATUS = 0x00;

    /** Transactions in full. */
    public static final int TRANSACTIONS = 0x02;

    /** Asks for headers. */
    public static final int GET_BLOCK_HEADERS = 0x03;

    /** Answers with headers. */
    public static final int BLOCK_HEADERS = 0x04;

    /** Asks for bodies. */
    public static final int GET_BLOCK_BODIES = 0x05;

    /** Answers with bodies. */
    public static final int BLOCK_BODIES = 0x06;

    /** Announces transactions. */
    public static final int NEW_POOLED_TRANSACTION_HASHES = 0x08;

    /** Asks for announced transactions. */
    public static final int GET_POOLED_TRANSACTIONS = 0x09;

    /** Answers with transactions. */
    public static final int POOLED_TRANSACTIONS = 0x0a;

    /** Asks for receipts. */
    public static final int GET_RECEIPTS = 0x0f;

    /** Answers with receipts. */
    public static final int RECEIPTS = 0x10;

    /** Announces which blocks the sender has. */
    public static final int BLOCK_RANGE_UPDATE = 0x11;

    /** Asks for block access lists (from version 71 on). */
    public static final int GET_BLOCK_ACCESS_LISTS = 0x12;

    /** Answers with block access lists. */
    public static final int BLOCK_ACCESS_LISTS = 0x13;

    /** Asks for cells of blobs (from version 72 on). */
    public static final int GET_CELLS = 0x14;

    /** Answers with cells. */
    public static final int CELLS = 0x15;

    private EthCode() {}
}
