package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * What can be served: a chain from its genesis to its head, without gaps. Any thread may call any
 * method. Numbers are unsigned; what lies beyond the head does not exist.
 */
public interface Chain {
    /**
     * The hash of block 0.
     *
     * @return the genesis hash
     */
    Hash32 genesisHash();

    /**
     * The last block; it may move on between two calls.
     *
     * @return number, hash and time
     */
    ChainHead head();

    /**
     * Looks a block up.
     *
     * @param hash its hash
     * @return its number, if it is in the chain
     */
    OptionalLong number(Hash32 hash);

    /**
     * A block's header.
     *
     * @param number the block's number
     * @return its RLP; null if there is none
     * @throws IOException if the export cannot be read, or is not what was indexed
     */
    byte @Nullable [] headerRlp(long number) throws IOException;

    /**
     * A block's body as {@code eth} sends it: transactions, uncles, and withdrawals since Shanghai.
     *
     * @param number the block's number
     * @return its RLP; null if there is none
     * @throws IOException if the export cannot be read, or is not what was indexed
     */
    byte @Nullable [] bodyRlp(long number) throws IOException;
}
