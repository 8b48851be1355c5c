package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/**
 * A chain of one block.
 *
 * @param genesis the block
 */
public record GenesisChain(Genesis genesis) implements Chain {
    @Override
    public Hash32 genesisHash() {
        return genesis.header().hash();
    }

    @Override
    public ChainHead head() {
        return new ChainHead(0, genesisHash(), genesis.header().timestamp());
    }

    @Override
    public OptionalLong number(Hash32 hash) {
        return hash.equals(genesisHash()) ? OptionalLong.of(0) : OptionalLong.empty();
    }

    @Override
    public byte @Nullable [] headerRlp(long number) {
        return number == 0 ? genesis.headerRlp() : null;
    }

    @Override
    public byte @Nullable [] bodyRlp(long number) {
        return number == 0 ? genesis.bodyRlp() : null;
    }
}
