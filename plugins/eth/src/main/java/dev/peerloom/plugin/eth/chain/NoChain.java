package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/**
 * No block at all, not even the first: only its hash is known.
 *
 * @param genesisHash the hash of block 0
 * @param head what to announce
 */
public record NoChain(Hash32 genesisHash, ChainHead head) implements Chain {
    /**
     * A chain of which only the genesis hash is known.
     *
     * @param genesisHash the hash of block 0
     */
    public NoChain(Hash32 genesisHash) {
        this(genesisHash, new ChainHead(0, genesisHash, 0));
    }

    @Override
    public OptionalLong number(Hash32 hash) {
        return OptionalLong.empty();
    }

    @Override
    public byte @Nullable [] headerRlp(long number) {
        return null;
    }

    @Override
    public byte @Nullable [] bodyRlp(long number) {
        return null;
    }
}
