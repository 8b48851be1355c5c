/** The eth plugin: Ethereum's wire protocol, versions 69 to 72, over a chain that is given. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // neither the trie library nor the store has a descriptor
module dev.peerloom.plugin.eth {
    requires com.google.gson;
    requires com.h2database.mvstore;
    requires dev.peerloom.api;
    requires static org.jspecify;
    requires kotlin.stdlib;
    requires kotlinx.coroutines.core.jvm;
    requires tuweni.bytes;
    requires tuweni.concurrent;
    requires tuweni.merkle_trie;

    provides dev.peerloom.api.NodeService with
            dev.peerloom.plugin.eth.EthService;
}
