/** The bzz plugin: Swarm's handshake and its hive, one Kademlia table over both. */
@org.jspecify.annotations.NullMarked
module dev.peerloom.plugin.bzz {
    requires dev.peerloom.api;
    requires static org.jspecify;

    provides dev.peerloom.api.NodeService with
            dev.peerloom.plugin.bzz.BzzService;
}
