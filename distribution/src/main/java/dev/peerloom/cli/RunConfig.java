package dev.peerloom.cli;

import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import java.nio.file.Path;
import java.util.Optional;

/** What {@code peerloom run} makes of its options. */
final class RunConfig {
    private static final String NODE_DATABASE = "nodes.db";

    private RunConfig() {}

    /** The configuration of a node, with the plugin that is being written, if there is one. */
    static NodeConfig of(NodeOptions options, NodeKey key, Optional<Path> devPlugin)
            throws ConfigurationException {
        NodeConfig.Builder builder =
                NodeConfig.builder(key)
                        .clientName(Version.clientName())
                        .host(options.host())
                        .port(options.port())
                        .dataDirectory(options.dataDir())
                        .nodeDatabase(options.dataDir().resolve(NODE_DATABASE))
                        .pluginTrust(options.pluginTrust())
                        .maxPeers(options.maxPeers())
                        .maxPending(options.maxPending())
                        .dialRatio(options.dialRatio())
                        .staticPeers(options.peers())
                        .trustedPeers(options.trustedPeers())
                        .netRestrict(options.netRestrict())
                        .banned(options.bans())
                        .settings(options.plugins());
        options.pluginsDir().ifPresent(builder::pluginsDirectory);
        builder.extraPlugins(devPlugin.stream().toList());
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }
}
