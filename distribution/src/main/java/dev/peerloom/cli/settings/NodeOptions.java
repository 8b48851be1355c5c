package dev.peerloom.cli.settings;

import dev.peerloom.api.Enode;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.cli.Brand;
import dev.peerloom.cli.ipc.SocketPath;
import dev.peerloom.core.BanTarget;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.IpNetwork;
import dev.peerloom.core.PluginKey;
import dev.peerloom.core.PluginTrust;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of a node, checked and with their defaults. Immutable; each part is checked when it
 * is asked for, so that a command complains only about what it uses.
 */
public final class NodeOptions {
    private static final int DEFAULT_PORT = 30_303;
    private static final int DEFAULT_MAX_PEERS = 50;
    private static final int DEFAULT_MAX_PENDING = 50;
    private static final int DEFAULT_DIAL_RATIO = 3;

    /** The largest node record that EIP-778 allows. */
    private static final int MAX_RECORD = 300;

    private static final int SIGNATURE = 64;

    /** Every Ed25519 public key begins so, in base64: the algorithm comes first. */
    private static final String KEY_PREFIX = "MCowBQYDK2VwAyEA";

    private final Settings settings;
    private final Optional<Path> home;

    /**
     * Wraps settings.
     *
     * @param home the folder of the distribution, if the launcher told it
     */
    public NodeOptions(Settings settings, Optional<Path> home) {
        this.settings = settings;
        this.home = home;
    }

    /** The folder of the distribution, if the launcher told it. */
    public Optional<Path> home() {
        return home;
    }

    /** The configuration file of a distribution, which is read if no other one is named. */
    public static Optional<Path> defaultFile(Optional<Path> home) {
        return home.map(dir -> dir.resolve("conf").resolve(Brand.current().name() + ".toml"));
    }

    /** Where the node keeps its files. */
    public Path dataDir() throws ConfigurationException {
        return path(Setting.DATA_DIR)
                .orElseGet(
                        () ->
                                Path.of(
                                        System.getProperty("user.home", "."),
                                        "." + Brand.current().name()));
    }

    /** Where plugins lie; empty if nothing was set and the distribution has no such folder. */
    public Optional<Path> pluginsDir() throws ConfigurationException {
        Optional<Path> given = path(Setting.PLUGINS_DIR);
        if (given.isPresent() && !Files.isDirectory(given.get())) {
            String problem = Files.exists(given.get()) ? " is not a folder" : " does not exist";
            throw new ConfigurationException(
                    "the plugins directory %s%s (%s)"
                            .formatted(
                                    given.get(),
                                    problem,
                                    settings.one(Setting.PLUGINS_DIR).orElseThrow().origin()));
        }
        if (given.isPresent() || home.isEmpty()) {
            return given;
        }
        Path usual = home.get().resolve("plugins");
        return Files.isDirectory(usual) ? Optional.of(usual) : Optional.empty();
    }

    /** The project of a plugin that is being written. */
    public Optional<Path> devPlugin() throws ConfigurationException {
        return path(Setting.DEV_PLUGIN);
    }

    /** Which plugins may be loaded: all of them, unless something was written about that. */
    public PluginTrust pluginTrust() throws ConfigurationException {
        if (!settings.has(Setting.PLUGIN_ALLOW) && !settings.has(Setting.PLUGIN_KEY)) {
            return PluginTrust.everything();
        }
        List<String> sums =
                all(
                        Setting.PLUGIN_ALLOW,
                        "SHA-256 sums, 64 hexadecimal digits each",
                        PluginTrust::checkedSum);
        List<PluginKey> keys = new ArrayList<>();
        for (Value value : settings.list(Setting.PLUGIN_KEY)) {
            keys.add(pluginKey(value));
        }
        return PluginTrust.only(sums, keys);
    }

    /** A key itself, which begins as each one does, or the file that holds it. */
    private static PluginKey pluginKey(Value value) throws ConfigurationException {
        return value.text().startsWith(KEY_PREFIX)
                ? value.parse("an Ed25519 public key, or a file with one", PluginKey::parse)
                : PluginKey.load(Settings.path(value));
    }

    /** The key file that was named; otherwise the node's own is {@code nodekey}. */
    public Optional<Path> nodeKeyFile() throws ConfigurationException {
        return path(Setting.NODE_KEY_FILE);
    }

    /** The address to listen on. */
    public String host() throws ConfigurationException {
        Optional<Value> given = settings.one(Setting.HOST);
        if (given.isEmpty()) {
            return "0.0.0.0";
        }
        return given.get()
                .parse(
                        "an IP address, such as 0.0.0.0 or 127.0.0.1",
                        text -> InetAddress.ofLiteral(text).getHostAddress());
    }

    /** The port to listen on, 0 for a free one. */
    public int port() throws ConfigurationException {
        return number(Setting.PORT, DEFAULT_PORT, 65_535, "a whole number from 0 to 65535");
    }

    /** How many peers at most. */
    public int maxPeers() throws ConfigurationException {
        return number(
                Setting.MAX_PEERS,
                DEFAULT_MAX_PEERS,
                Integer.MAX_VALUE,
                "a whole number, 0 or more");
    }

    /** How many connections may be in their handshakes at once. */
    public int maxPending() throws ConfigurationException {
        String expected = "a whole number, 1 or more";
        int given = number(Setting.MAX_PENDING, DEFAULT_MAX_PENDING, Integer.MAX_VALUE, expected);
        if (given == 0) {
            throw settings.one(Setting.MAX_PENDING)
                    .orElseThrow()
                    .wrong(expected, new IllegalArgumentException("out of range"));
        }
        return given;
    }

    /** One peer in how many is dialled; 0 for none but static ones. */
    public int dialRatio() throws ConfigurationException {
        return number(
                Setting.DIAL_RATIO,
                DEFAULT_DIAL_RATIO,
                Integer.MAX_VALUE,
                "a whole number, 0 or more");
    }

    /** Who is kept out. */
    public List<BanTarget> bans() throws ConfigurationException {
        return all(
                Setting.BAN,
                "a node id of 128 hexadecimal digits, an enode, an IP address or a network",
                BanTarget::parse);
    }

    /** Nodes to keep connecting to. */
    public List<Enode> peers() throws ConfigurationException {
        return all(Setting.PEER, "enode://<128 hex digits>@<host>:<port>", Enode::parse);
    }

    /** Nodes that may exceed the limit. */
    public List<Enode> trustedPeers() throws ConfigurationException {
        return all(Setting.TRUSTED_PEER, "enode://<128 hex digits>@<host>:<port>", Enode::parse);
    }

    /** Nodes that discovery would ask first, as they were written. */
    public List<String> bootnodes() throws ConfigurationException {
        return all(
                Setting.BOOTNODE,
                "enode://<128 hex digits>@<host>:<port>, or a node record enr:<base64>",
                NodeOptions::bootnode);
    }

    /** Networks that are spoken with; all if empty. */
    public List<IpNetwork> netRestrict() throws ConfigurationException {
        return all(Setting.NET_RESTRICT, "networks such as 10.0.0.0/8", IpNetwork::parse);
    }

    /** How much is logged. */
    public LogLevel logLevel(LogLevel fallback) throws ConfigurationException {
        Optional<Value> given = settings.one(Setting.LOG_LEVEL);
        return given.isPresent() ? given.get().parse(LogLevel.names(), LogLevel::parse) : fallback;
    }

    /** The socket of the admin interface: where it was set, else where the data is. */
    public Path ipc() throws ConfigurationException {
        Optional<Path> given = path(Setting.IPC);
        return given.isPresent() ? given.get() : SocketPath.of(dataDir());
    }

    /** Where the admin interface is open over HTTP; empty if it is not. */
    public Optional<HttpSettings> http() throws ConfigurationException {
        return HttpSettings.read(settings);
    }

    /** What was written for a setting; empty if nothing was. */
    public List<Value> written(Setting setting) {
        return settings.list(setting);
    }

    /** Whether anything was written for a setting, be it an empty list. */
    public boolean has(Setting setting) {
        return settings.has(setting);
    }

    /** Where each setting of a plugin was written: by plugin id, then by key. */
    public Map<String, Map<String, String>> pluginOrigins() {
        return settings.pluginOrigins();
    }

    /** What was set for plugins: by plugin id, then by key. */
    public Map<String, Map<String, String>> plugins() {
        return settings.plugins();
    }

    /** What looks like a mistake, but may be none: one line each. */
    public List<String> warnings() {
        return settings.warnings();
    }

    /** Checks every part, and refuses what this version does not do. */
    public void check() throws ConfigurationException {
        refuseWhatIsMissing();
        dataDir();
        pluginsDir();
        devPlugin();
        pluginTrust();
        nodeKeyFile();
        host();
        port();
        maxPeers();
        maxPending();
        dialRatio();
        bans();
        peers();
        trustedPeers();
        bootnodes();
        netRestrict();
        ipc();
        http();
    }

    /** Refuses what the command line has a name for, but this version does not do. */
    private void refuseWhatIsMissing() throws ConfigurationException {
        for (Value way : settings.list(Setting.DISCOVERY)) {
            switch (way.text()) {
                case "none" -> {}
                case "v4", "v5", "dns" ->
                        throw new ConfigurationException(
                                "discovery %s (%s): the discovery plugins are not part of this"
                                                .formatted(way.text(), way.origin())
                                        + " version; use none, and name peers with --peer");
                default ->
                        throw way.wrong(
                                "none (v4, v5 and dns come with discovery plugins)",
                                new IllegalArgumentException("unknown"));
            }
        }
    }

    private Optional<Path> path(Setting setting) throws ConfigurationException {
        Optional<Value> given = settings.one(setting);
        return given.isPresent() ? Optional.of(Settings.path(given.get())) : Optional.empty();
    }

    private int number(Setting setting, int fallback, int largest, String expected)
            throws ConfigurationException {
        Optional<Value> given = settings.one(setting);
        return given.isEmpty()
                ? fallback
                : given.get().<Integer>parse(expected, text -> number(text, largest));
    }

    private static int number(String text, int largest) {
        int number = Integer.parseInt(text.strip());
        if (number < 0 || number > largest) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private <T> List<T> all(Setting setting, String expected, Function<String, T> parser)
            throws ConfigurationException {
        List<T> parsed = new ArrayList<>();
        for (Value value : settings.list(setting)) {
            parsed.add(value.parse(expected, parser));
        }
        return List.copyOf(parsed);
    }

    private static String bootnode(String text) {
        if (!text.startsWith("enr:")) {
            return Enode.parse(text).toString();
        }
        byte[] record = Base64.getUrlDecoder().decode(text.substring("enr:".length()));
        if (record.length > MAX_RECORD) {
            throw new IllegalArgumentException("a node record has at most 300 bytes");
        }
        try {
            checkRecord(new RlpReader(record));
        } catch (RlpException e) {
            throw new IllegalArgumentException("not a node record", e);
        }
        return text;
    }

    /** The form of EIP-778: {@code [signature, seq, key, value, …]}, keys in order. */
    private static void checkRecord(RlpReader in) throws RlpException {
        in.enterList();
        if (in.readBytes().length != SIGNATURE) {
            throw new RlpException("a node record begins with a signature of 64 bytes");
        }
        in.readLong();
        String last = "";
        while (in.hasNext()) {
            String key = in.readString();
            if (key.compareTo(last) <= 0) {
                throw new RlpException("the keys of a node record are in order");
            }
            last = key;
            in.skip();
        }
        in.leaveList();
        in.end();
    }
}
