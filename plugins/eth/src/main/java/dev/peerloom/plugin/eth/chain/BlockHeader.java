package dev.peerloom.plugin.eth.chain;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

/**
 * The part of a block header that this plugin looks at.
 *
 * @param hash Keccak-256 of the header's RLP
 * @param parentHash hash of the block before
 * @param ommersHash hash of the uncles' RLP
 * @param stateRoot root of the accounts' trie
 * @param transactionsRoot root of the transactions' trie
 * @param receiptsRoot root of the receipts' trie
 * @param number the block's number
 * @param gasLimit most gas that its transactions may use
 * @param gasUsed gas that they used
 * @param timestamp seconds since 1970
 * @param withdrawalsRoot root of the withdrawals' trie (EIP-4895); null before Shanghai
 */
public record BlockHeader(
        Hash32 hash,
        Hash32 parentHash,
        Hash32 ommersHash,
        Hash32 stateRoot,
        Hash32 transactionsRoot,
        Hash32 receiptsRoot,
        long number,
        long gasLimit,
        long gasUsed,
        long timestamp,
        @Nullable Hash32 withdrawalsRoot) {

    /**
     * Reads a header. Fields that later forks may append are taken as they are.
     *
     * @param rlp the whole header
     * @return its fields
     * @throws RlpException if it is not a header
     */
    public static BlockHeader decode(byte[] rlp) throws RlpException {
        RlpReader in = new RlpReader(rlp);
        in.enterList();
        Hash32 parentHash = Hash32.read(in);
        Hash32 ommersHash = Hash32.read(in);
        bytes(in, 20, "beneficiary");
        Hash32 stateRoot = Hash32.read(in);
        Hash32 transactionsRoot = Hash32.read(in);
        Hash32 receiptsRoot = Hash32.read(in);
        bytes(in, 256, "logs bloom");
        in.readBigInteger(); // difficulty
        long number = in.readLong();
        long gasLimit = in.readLong();
        long gasUsed = in.readLong();
        long timestamp = in.readLong();
        in.readBytes(); // extra data
        bytes(in, 32, "mix hash");
        bytes(in, 8, "nonce");
        if (in.hasNext()) {
            in.readBigInteger(); // base fee
        }
        Hash32 withdrawalsRoot = in.hasNext() ? Hash32.read(in) : null;
        while (in.hasNext()) {
            in.skip();
        }
        in.leaveList();
        in.end();
        return new BlockHeader(
                Hash32.keccak(rlp),
                parentHash,
                ommersHash,
                stateRoot,
                transactionsRoot,
                receiptsRoot,
                number,
                gasLimit,
                gasUsed,
                timestamp,
                withdrawalsRoot);
    }

    private static void bytes(RlpReader in, int length, String field) throws RlpException {
        int found = in.readSlice().remaining();
        if (found != length) {
            throw new RlpException(
                    "a header's " + field + " has " + length + " bytes, not " + found);
        }
    }
}
