package dev.peerloom.plugin.eth;

import dev.peerloom.api.NodeContext;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkId;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the operator set in the section {@code eth}; the README describes each key.
 *
 * @param genesis path of a geth {@code genesis.json}
 * @param chain path of a block export
 * @param genesisHash hash of block 0
 * @param networkId the network id
 * @param forkId the fork id to announce
 */
record EthSettings(
        Optional<Path> genesis,
        Optional<Path> chain,
        Optional<Hash32> genesisHash,
        Optional<Long> networkId,
        Optional<ForkId> forkId) {

    /** IllegalArgumentException for what the operator has to mend. */
    static EthSettings read(NodeContext node) {
        EthSettings settings =
                new EthSettings(
                        setting(node, "genesis", Path::of),
                        setting(node, "chain", Path::of),
                        setting(node, "genesis-hash", Hash32::parse),
                        setting(node, "network-id", EthSettings::networkId),
                        setting(node, "fork-id", ForkId::parse));
        if (settings.chain.isPresent() && settings.genesis.isEmpty()) {
            throw new IllegalArgumentException(
                    "eth.chain needs eth.genesis, the genesis.json of that chain");
        }
        if (settings.forkId.isPresent() && settings.genesis.isPresent()) {
            throw new IllegalArgumentException(
                    "eth.fork-id follows from eth.genesis: set only one of them");
        }
        return settings;
    }

    private static <T> Optional<T> setting(
            NodeContext node, String key, Function<String, T> parser) {
        // The host names the setting when a parser refuses its value.
        return node.setting(key, Optional.empty(), text -> Optional.of(parser.apply(text)));
    }

    private static long networkId(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a network id is a decimal number, not " + text, e);
        }
    }
}
