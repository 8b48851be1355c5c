package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

/**
 * The last block of a chain.
 *
 * @param number its number
 * @param hash its hash
 * @param time its time in seconds since 1970
 */
public record ChainHead(long number, Hash32 hash, long time) {}
