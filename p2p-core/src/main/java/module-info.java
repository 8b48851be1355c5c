/** The devp2p node: links, peers, capability matching, plugins. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // PF4J and MVStore have no module descriptors
module dev.peerloom.core {
    requires com.h2database.mvstore;
    requires transitive dev.peerloom.api;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires jdk.management;
    requires org.bouncycastle.provider;
    requires pf4j;
    requires org.slf4j;
    requires static org.jspecify;

    uses dev.peerloom.api.NodeService;
    uses dev.peerloom.api.Protocol;

    exports dev.peerloom.core;
}
