package dev.peerloom.testkit;

/** The channels of a link between two nodes keep the contract. */
final class NodeChannelTest extends MessageChannelContract {
    @Override
    ChannelLink open() throws Exception {
        return ChannelLink.ofNodes();
    }
}
