package dev.peerloom.core;

import dev.peerloom.api.Enode;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node is started with: immutable and validated. Made by {@link #builder(NodeKey)}.
 *
 * @param key the node's private key
 * @param clientName what we call ourselves in hello
 * @param host the IP address to listen on
 * @param port the TCP port to listen on, 0 for a free one
 * @param dataDirectory what plugins keep lies below it
 * @param pluginsDirectory where plugin jars and folders lie; empty for none
 * @param pluginTrust which plugins may be loaded
 * @param watchPlugins whether plugins that appear in that directory, change or are deleted while
 *     the node runs are loaded, reloaded or unloaded
 * @param extraPlugins plugin jars and folders that lie elsewhere
 * @param maxPeers how many peers at most, trusted ones not counted
 * @param maxPending how many connections that came in may be in their handshakes at once; more wait
 * @param dialRatio one peer in that many is one that we dialled, as far as there is somebody to
 *     dial; 0 to dial only static peers
 * @param staticPeers peers that we connect to and keep connecting to
 * @param trustedPeers peers that may exceed {@code maxPeers}
 * @param netRestrict if not empty, only addresses in these networks are spoken with
 * @param banned who may neither connect nor is dialled
 * @param nodeDatabase the file that keeps what was learnt about nodes, and the bans that {@link
 *     Node#ban} makes; empty to forget both at the end
 * @param settings each plugin's own settings: by plugin id, then by key
 */
public record NodeConfig(
        NodeKey key,
        String clientName,
        String host,
        int port,
        Path dataDirectory,
        Optional<Path> pluginsDirectory,
        PluginTrust pluginTrust,
        boolean watchPlugins,
        List<Path> extraPlugins,
        int maxPeers,
        int maxPending,
        int dialRatio,
        List<Enode> staticPeers,
        List<Enode> trustedPeers,
        List<IpNetwork> netRestrict,
        List<BanTarget> banned,
        Optional<Path> nodeDatabase,
        Map<String, Map<String, String>> settings) {

    /** Checks every value. */
    public NodeConfig {
        require(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
        require(maxPeers >= 0, "max-peers", maxPeers, "0 or more");
        require(maxPending >= 1, "max-pending", maxPending, "1 or more");
        require(dialRatio >= 0, "dial-ratio", dialRatio, "0 or more");
        extraPlugins = List.copyOf(extraPlugins);
        staticPeers = List.copyOf(staticPeers);
        trustedPeers = List.copyOf(trustedPeers);
        netRestrict = List.copyOf(netRestrict);
        banned = List.copyOf(banned);
        settings = copy(settings);
    }

    /** A builder with the defaults: loopback, a free port, 50 peers, no plugins. */
    public static Builder builder(NodeKey key) {
        return new Builder(key);
    }

    private static void require(boolean legal, String name, Object value, String range) {
        if (!legal) {
            throw new IllegalArgumentException(name + " is " + value + ", it must be " + range);
        }
    }

    private static Map<String, Map<String, String>> copy(
            Map<String, ? extends Map<String, String>> settings) {
        Map<String, Map<String, String>> copy = new TreeMap<>();
        settings.forEach((plugin, section) -> copy.put(plugin, Map.copyOf(section)));
        return Map.copyOf(copy);
    }

    /** Collects the parts of a {@link NodeConfig}. Not thread-safe. */
    public static final class Builder {
        private final NodeKey key;
        private String clientName = "Peerloom";
        private String host = "127.0.0.1";
        private int port;
        private Path dataDirectory = Path.of("data");
        private Optional<Path> pluginsDirectory = Optional.empty();
        private PluginTrust pluginTrust = PluginTrust.everything();
        private boolean watchPlugins = true;
        private List<Path> extraPlugins = List.of();
        private int maxPeers = 50;
        private int maxPending = 50;
        private int dialRatio = 3;
        private List<Enode> staticPeers = List.of();
        private List<Enode> trustedPeers = List.of();
        private List<IpNetwork> netRestrict = List.of();
        private List<BanTarget> banned = List.of();
        private Optional<Path> nodeDatabase = Optional.empty();
        private Map<String, Map<String, String>> settings = Map.of();

        private Builder(NodeKey key) {
            this.key = key;
        }

        /** What we call ourselves in hello. */
        public Builder clientName(String value) {
            clientName = value;
            return this;
        }

        /** The IP address to listen on; 127.0.0.1 by default. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** The TCP port to listen on; 0, the default, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** What plugins keep lies below this directory; {@code data} by default. */
        public Builder dataDirectory(Path value) {
            dataDirectory = value;
            return this;
        }

        /** Where plugin jars and folders lie; without it no plugin is loaded. */
        public Builder pluginsDirectory(Path value) {
            pluginsDirectory = Optional.of(value);
            return this;
        }

        /** Which plugins may be loaded; by default every one in the plugins directory. */
        public Builder pluginTrust(PluginTrust value) {
            pluginTrust = value;
            return this;
        }

        /** Whether the plugins directory is watched while the node runs; it is by default. */
        public Builder watchPlugins(boolean value) {
            watchPlugins = value;
            return this;
        }

        /**
         * Plugin jars and folders that lie elsewhere, loaded at the start; they are not watched.
         */
        public Builder extraPlugins(List<Path> value) {
            extraPlugins = value;
            return this;
        }

        /** How many peers at most, trusted ones not counted; 50 by default. */
        public Builder maxPeers(int value) {
            maxPeers = value;
            return this;
        }

        /** How many connections may be in their handshakes at once; 50 by default. */
        public Builder maxPending(int value) {
            maxPending = value;
            return this;
        }

        /**
         * One peer in that many is one that we dialled, as far as there is somebody to dial; 3 by
         * default. With 0 only static peers are dialled.
         */
        public Builder dialRatio(int value) {
            dialRatio = value;
            return this;
        }

        /** Peers that we connect to and keep connecting to. */
        public Builder staticPeers(List<Enode> value) {
            staticPeers = value;
            return this;
        }

        /** Peers that may exceed the limits. */
        public Builder trustedPeers(List<Enode> value) {
            trustedPeers = value;
            return this;
        }

        /** If not empty, only addresses in these networks are spoken with. */
        public Builder netRestrict(List<IpNetwork> value) {
            netRestrict = value;
            return this;
        }

        /** Who may neither connect nor is dialled. */
        public Builder banned(List<BanTarget> value) {
            banned = value;
            return this;
        }

        /**
         * The file that keeps what was learnt about nodes, and bans; it is created if need be, and
         * belongs to one node at a time. Without it both are forgotten at the end.
         */
        public Builder nodeDatabase(Path value) {
            nodeDatabase = Optional.of(value);
            return this;
        }

        /** Each plugin's own settings: by plugin id, then by key. */
        public Builder settings(Map<String, Map<String, String>> value) {
            settings = value;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @throws IllegalArgumentException if a value is out of its range, named in the message
         */
        public NodeConfig build() {
            return new NodeConfig(
                    key,
                    clientName,
                    host,
                    port,
                    dataDirectory,
                    pluginsDirectory,
                    pluginTrust,
                    watchPlugins,
                    extraPlugins,
                    maxPeers,
                    maxPending,
                    dialRatio,
                    staticPeers,
                    trustedPeers,
                    netRestrict,
                    banned,
                    nodeDatabase,
                    settings);
        }
    }
}
