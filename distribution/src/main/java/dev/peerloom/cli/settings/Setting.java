package dev.peerloom.cli.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set, once for all three places: {@code --max-peers} on the command line is
 * {@code PEERLOOM_MAX_PEERS} in the environment and {@code max-peers} in the configuration file.
 */
public enum Setting {
    DATA_DIR(
            Shape.ONE,
            "DIR",
            "Where the node keeps its key and what its plugins store (default: ~/.peerloom)."
                    + " It is created if need be, for its owner only."),
    PLUGINS_DIR(
            Shape.ONE,
            "DIR",
            "Where the plugins lie: jars, and folders of jars (default: the folder 'plugins' of"
                    + " this distribution)."),
    DEV_PLUGIN(
            Shape.ONE,
            "DIR",
            "The project of a plugin that is being written: loaded from its compiled classes, and"
                    + " again whenever it is compiled."),
    PLUGIN_ALLOW(
            Shape.LIST,
            "SHA256,...",
            "Load only plugins with one of these SHA-256 sums, as 'plugin inspect' shows them, or"
                    + " signed for a --plugin-key. May be repeated."),
    PLUGIN_KEY(
            Shape.LIST,
            "KEY,...",
            "Load only plugins that are signed for one of these Ed25519 public keys, each a PEM"
                    + " file or the key as 'plugin sign' prints it, or that --plugin-allow lets in."
                    + " May be repeated."),
    CONFIG(
            Shape.ONE,
            "FILE",
            "A TOML file with any of these settings, each named as its option without the dashes"
                    + " (default: 'conf/peerloom.toml' of this distribution, which lists them"
                    + " all)."),
    HOST(
            Shape.ONE,
            "IP",
            "The IP address to listen on (default: 0.0.0.0, every IPv4 address of this machine)."),
    PORT(
            Shape.ONE,
            "N",
            "The TCP port to listen on (default: 30303); 0 takes a free one, which READY names."),
    NODE_KEY_FILE(
            Shape.ONE,
            "FILE",
            "The node's private key, 64 hexadecimal digits in a file that only its owner can read"
                    + " (default: 'nodekey' in the data directory, made at the first run)."),
    MAX_PEERS(Shape.ONE, "N", "How many peers at most, trusted ones not counted (default: 50)."),
    MAX_PENDING(
            Shape.ONE,
            "N",
            "How many connections that came in may be in their handshakes at once; more wait"
                    + " (default: 50)."),
    DIAL_RATIO(
            Shape.ONE,
            "N",
            "One peer in N is one that this node dialled, as far as there is somebody to dial"
                    + " (default: 3); 0 to dial only the --peer ones."),
    PEER(Shape.LIST, "ENODE", "A node to connect to and to keep connecting to. May be repeated."),
    TRUSTED_PEER(
            Shape.LIST,
            "ENODE",
            "A node that may connect when there are --max-peers already. May be repeated."),
    BOOTNODE(
            Shape.LIST,
            "ENODE|ENR",
            "A node to ask for others first. May be repeated. Checked and kept; only discovery"
                    + " uses it."),
    DISCOVERY(
            Shape.LIST,
            "v4,v5,dns|none",
            "How to find peers (default: none). This version has no discovery plugins, so 'none'"
                    + " is all it takes."),
    NET_RESTRICT(
            Shape.LIST,
            "CIDR,...",
            "Speak only with addresses in these networks, such as 10.0.0.0/8."),
    BAN(
            Shape.LIST,
            "NODE-ID|IP|CIDR,...",
            "Neither let in nor dial these nodes, addresses or networks. May be repeated. 'peerloom"
                    + " attach ban' bans while the node runs."),
    HTTP(
            Shape.ONE,
            "HOST:PORT",
            "The admin interface over HTTP and WebSocket, with a page for browsers, at this address"
                    + " too, such as 127.0.0.1:8545; a port alone is one of 127.0.0.1. One that"
                    + " other machines can reach needs --http-token-file."),
    HTTP_TOKEN_FILE(
            Shape.ONE,
            "FILE",
            "Over HTTP answer only requests with the token in this file, which only its owner may"
                    + " read; it is made if it does not exist. Requests send it as"
                    + " 'Authorization: Bearer TOKEN'."),
    HTTP_HOST(
            Shape.LIST,
            "NAME,...",
            "Host names that requests over HTTP may be for, besides addresses and localhost. May"
                    + " be repeated."),
    HTTP_ORIGIN(
            Shape.LIST,
            "ORIGIN,...",
            "Web pages that may ask over HTTP, such as https://example.org. May be repeated."),
    IPC(
            Shape.ONE,
            "PATH",
            "The Unix socket of the admin interface (default: 'peerloom.ipc' in the data directory)."
                    + " Only the node's own user can open it."),
    SET(
            Shape.PLUGIN,
            "PLUGIN.KEY=VALUE",
            "A setting of a plugin, such as eth.genesis=genesis.json. May be repeated."),
    LOG_LEVEL(
            Shape.ONE,
            "L",
            "error, warn, info, debug or trace (default: info). Logs go to stderr.");

    /** How many values a setting takes. */
    public enum Shape {
        /** One value. */
        ONE,
        /** Several: repeated options, parts between commas, a TOML array. */
        LIST,
        /** Values for plugins, by plugin and key. */
        PLUGIN
    }

    private final Shape shape;
    private final String label;
    private final String help;

    Setting(Shape shape, String label, String help) {
        this.shape = shape;
        this.label = label;
        this.help = help;
    }

    /** The name in the configuration file: {@code max-peers}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The option on the command line: {@code --max-peers}. */
    public String flag() {
        return "--" + key();
    }

    /** The environment variable: {@code PEERLOOM_MAX_PEERS}. */
    public String variable() {
        return "PEERLOOM_" + name();
    }

    /** How many values it takes. */
    public Shape shape() {
        return shape;
    }

    /** What the help text shows in place of the value. */
    public String label() {
        return label;
    }

    /** The help text. */
    public String help() {
        return help;
    }

    /** Whether the configuration file may hold it: not itself, and plugins have sections there. */
    public boolean inFile() {
        return this != CONFIG && this != SET;
    }

    /** The setting of this option on the command line. */
    public static Optional<Setting> ofFlag(String flag) {
        return Arrays.stream(values()).filter(s -> s.flag().equals(flag)).findFirst();
    }

    /** Whether a running node takes over a new value on SIGHUP. */
    public boolean canChange() {
        return switch (this) {
            case MAX_PEERS,
                    MAX_PENDING,
                    DIAL_RATIO,
                    PEER,
                    TRUSTED_PEER,
                    NET_RESTRICT,
                    BAN,
                    LOG_LEVEL ->
                    true;
            default -> false;
        };
    }

    /** The setting of this name in the configuration file. */
    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.inFile() && s.key().equals(key)).findFirst();
    }

    /** The names that the configuration file may hold. */
    static List<String> fileKeys() {
        return Arrays.stream(values()).filter(Setting::inFile).map(Setting::key).toList();
    }
}
