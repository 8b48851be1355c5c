package dev.peerloom.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.IpNetwork;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PluginKey;
import dev.peerloom.core.PluginSigningKey;
import dev.peerloom.core.PluginTrust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

class NodeOptionsTest {
    /** The example of EIP-778. */
    private static final String RECORD =
            "enr:-IS4QHCYrYZbAKWCBRlAy5zzaDZXJBGkcnh4MHcBFZntXNFrdvJjX04jRzjzCBOonrkTfj499SZuOh8R33Ls8RRcy5"
                    + "wBgmlkgnY0gmlwhH8AAAGJc2VjcDI1NmsxoQPKY0yuDUmstAHYpMa2_oxVtw0RW_QAdpzBQA8yWM0xOIN1ZHCCdl8";

    private static final String ENODE = "enode://" + NodeKey.generate().id() + "@127.0.0.1:30303";

    @TempDir Path folder;

    private static NodeOptions with(Setting setting, String... texts)
            throws ConfigurationException {
        return new NodeOptions(
                Settings.read(Map.of(setting, List.of(texts)), Map.of(), Optional.empty()),
                Optional.empty());
    }

    private static NodeOptions with(Map<Setting, List<String>> flags)
            throws ConfigurationException {
        return new NodeOptions(Settings.read(flags, Map.of(), Optional.empty()), Optional.empty());
    }

    @Test
    void withoutAnySettingTheDefaultsHold() throws ConfigurationException {
        Settings none = Settings.read(Map.of(), Map.of(), Optional.empty());
        NodeOptions options = new NodeOptions(none, Optional.empty());
        options.check();
        assertEquals("0.0.0.0", options.host());
        assertEquals(30303, options.port());
        assertEquals(50, options.maxPeers());
        assertEquals(Path.of(System.getProperty("user.home"), ".peerloom"), options.dataDir());
        assertEquals(LogLevel.INFO, options.logLevel(LogLevel.INFO));
        assertEquals(Optional.empty(), options.pluginsDir());
        assertEquals(Optional.empty(), options.nodeKeyFile());
        assertEquals(List.of(), options.peers());
    }

    @Test
    void thePluginsOfTheDistributionAreTheDefault() throws Exception {
        Settings none = Settings.read(Map.of(), Map.of(), Optional.empty());
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        assertEquals(Optional.of(plugins), new NodeOptions(none, Optional.of(folder)).pluginsDir());
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, -1",
        "PORT, 65536",
        "PORT, x",
        "PORT, 1.5",
        "PORT, 99999999999",
        "MAX_PEERS, -1",
        "MAX_PEERS, many",
        "HOST, localhost",
        "HOST, 256.1.1.1",
        "PEER, enode://00@127.0.0.1:1",
        "PEER, http://127.0.0.1",
        "TRUSTED_PEER, x",
        "BOOTNODE, enr:!!!",
        "BOOTNODE, enr:",
        "BOOTNODE, enr:AAAA",
        "BOOTNODE, x",
        "NET_RESTRICT, 10.0.0.0",
        "NET_RESTRICT, 10.0.0.0/33",
        "NET_RESTRICT, a/8",
        "DISCOVERY, v6",
        "PLUGIN_ALLOW, 12ab",
        "PLUGIN_KEY, MCowBQYDK2VwAyEA",
        "DATA_DIR, ' '",
    })
    void aWrongValueNamesItselfItsSettingAndItsOrigin(Setting setting, String text)
            throws ConfigurationException {
        NodeOptions options = with(setting, text);
        String message = assertThrows(ConfigurationException.class, options::check).getMessage();
        assertTrue(message.startsWith(setting.key() + " is \"" + text + "\" "), message);
        assertTrue(message.contains("(" + setting.flag() + ")"), message);
        assertTrue(message.contains("must be "), message);
    }

    @Test
    void rightValuesAreRead() throws ConfigurationException {
        assertEquals(0, with(Setting.PORT, "0").port());
        assertEquals(65535, with(Setting.PORT, "65535").port());
        assertEquals(0, with(Setting.MAX_PEERS, "0").maxPeers());
        assertEquals("127.0.0.1", with(Setting.HOST, "127.0.0.1").host());
        assertEquals(1, with(Setting.PEER, ENODE).peers().size());
        assertEquals(
                List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("fe80::/10")),
                with(Setting.NET_RESTRICT, "10.0.0.0/8,fe80::/10").netRestrict());
        for (LogLevel level : LogLevel.values()) {
            String upper = level.toString().toUpperCase(Locale.ROOT);
            assertEquals(level, with(Setting.LOG_LEVEL, upper).logLevel(LogLevel.INFO));
        }
    }

    @Test
    void pluginsAreTrustedUntilSomethingIsSaidAboutThem() throws Exception {
        String sum = "AB".repeat(32);
        PluginKey key = PluginSigningKey.generate().publicKey();
        Path file =
                Files.writeString(
                        folder.resolve("key.pub"),
                        "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");

        assertEquals(PluginTrust.everything(), with(Setting.PORT, "1").pluginTrust());
        assertEquals(
                PluginTrust.only(List.of(sum), List.of()),
                with(Setting.PLUGIN_ALLOW, sum).pluginTrust());
        assertEquals(
                PluginTrust.only(List.of(), List.of(key)),
                with(Setting.PLUGIN_KEY, key.toString()).pluginTrust());
        assertEquals(List.of(key), with(Setting.PLUGIN_KEY, file.toString()).pluginTrust().keys());
        assertTrue(with(Setting.PLUGIN_ALLOW, "").pluginTrust().on(), "an empty list allows none");
        String missing = folder.resolve("none").toString();
        assertThrows(ConfigurationException.class, with(Setting.PLUGIN_KEY, missing)::check);
    }

    @Test
    void bootnodesAreEnodesOrNodeRecords() throws ConfigurationException {
        assertEquals(List.of(ENODE, RECORD), with(Setting.BOOTNODE, ENODE, RECORD).bootnodes());
    }

    @Test
    void whatIsOnlyBase64IsNoNodeRecord() throws ConfigurationException {
        byte[] longer = Arrays.copyOf(decoded(RECORD), decoded(RECORD).length + 1);
        byte[] shorter = Arrays.copyOf(decoded(RECORD), decoded(RECORD).length - 1);
        byte[] disorder = decoded(RECORD);
        disorder[new String(disorder, StandardCharsets.ISO_8859_1).indexOf("udp")] = 'a';
        byte[] noSignature = new RlpWriter().startList().write(1).endList().toByteArray();
        for (byte[] record : List.of(longer, shorter, disorder, noSignature, new byte[] {-64})) {
            String text = "enr:" + Base64.getUrlEncoder().withoutPadding().encodeToString(record);
            assertThrows(ConfigurationException.class, with(Setting.BOOTNODE, text)::check, text);
        }
    }

    private static byte[] decoded(String record) {
        return Base64.getUrlDecoder().decode(record.substring("enr:".length()));
    }

    @Test
    void aDataDirectoryThatIsTooDeepForASocketHasItsSocketElsewhereAndAlwaysThere()
            throws Exception {
        Path deep = folder.resolve("d".repeat(60)).resolve("e".repeat(60));
        Path socket = with(Setting.DATA_DIR, deep.toString()).ipc();
        assertEquals(Path.of(System.getProperty("java.io.tmpdir")), socket.getParent());
        assertEquals(socket, with(Setting.DATA_DIR, deep.resolve(".").toString()).ipc());
        assertNotEquals(socket, with(Setting.DATA_DIR, deep.resolve("f").toString()).ipc());
        assertEquals(
                folder.resolve("peerloom.ipc"), with(Setting.DATA_DIR, folder.toString()).ipc());
    }

    @Test
    void discoveryIsRefusedButNone() throws ConfigurationException {
        with(Setting.DISCOVERY, "none").check();
        for (String way : List.of("v4", "v5", "dns", "v4,v5,dns", "none,v4")) {
            NodeOptions options = with(Setting.DISCOVERY, way);
            String message =
                    assertThrows(ConfigurationException.class, options::check).getMessage();
            assertTrue(message.contains("not part of this version"), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8545, 127.0.0.1, 8545",
        "localhost:0, 127.0.0.1, 0",
        "[::1]:1, 0:0:0:0:0:0:0:1, 1",
        "8545, 127.0.0.1, 8545",
        ":8545, 127.0.0.1, 8545",
    })
    void httpIsForLoopbackUnlessToldOtherwise(String text, String host, int port)
            throws ConfigurationException {
        HttpSettings http = with(Setting.HTTP, text).http().orElseThrow();
        assertEquals(host, http.address().getAddress().getHostAddress());
        assertEquals(port, http.address().getPort());
        assertEquals(Optional.empty(), http.tokenFile());
    }

    @Test
    void httpForOthersNeedsATokenFile() throws ConfigurationException {
        for (String text : List.of("0.0.0.0:8545", "192.168.1.2:0", "[::]:1")) {
            NodeOptions options = with(Setting.HTTP, text);
            String message =
                    assertThrows(ConfigurationException.class, options::check).getMessage();
            assertTrue(message.contains("--http-token-file"), message);
            NodeOptions safe =
                    with(
                            Map.of(
                                    Setting.HTTP,
                                    List.of(text),
                                    Setting.HTTP_TOKEN_FILE,
                                    List.of("token")));
            assertEquals(Optional.of(Path.of("token")), safe.http().orElseThrow().tokenFile());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1:80",
                "node.example.org:80",
                "[127.0.0.1]:1",
                "127.0.0.1:x",
                "127.0.0.1:70000",
                "127.0.0.1:-1",
                "[::1:1"
            })
    void whatIsNoAddressIsRefused(String text) throws ConfigurationException {
        NodeOptions options = with(Setting.HTTP, text);
        assertThrows(ConfigurationException.class, options::check);
    }

    @Test
    void namesAndPagesForHttpAreChecked() throws ConfigurationException {
        NodeOptions good =
                with(
                        Map.of(
                                Setting.HTTP,
                                List.of("8545"),
                                Setting.HTTP_HOST,
                                List.of("Node.Example.org,other"),
                                Setting.HTTP_ORIGIN,
                                List.of("https://a.example:8443")));
        HttpSettings http = good.http().orElseThrow();
        assertEquals(List.of("node.example.org", "other"), http.hosts());
        assertEquals(List.of("https://a.example:8443"), http.origins());
        for (Map<Setting, List<String>> wrong :
                List.of(
                        Map.of(Setting.HTTP_HOST, List.of("host:80")),
                        Map.of(Setting.HTTP_HOST, List.of("*")),
                        Map.of(Setting.HTTP_ORIGIN, List.of("a.example")),
                        Map.of(Setting.HTTP_ORIGIN, List.of("https://a.example/")),
                        Map.of(Setting.HTTP_ORIGIN, List.of("*")))) {
            Map<Setting, List<String>> all = new java.util.EnumMap<>(wrong);
            all.put(Setting.HTTP, List.of("8545"));
            NodeOptions options = with(all);
            assertThrows(ConfigurationException.class, options::check);
        }
    }

    @Test
    void aPluginsDirectoryThatWasNamedMustBeOne() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        NodeOptions wrong = with(Setting.PLUGINS_DIR, file.toString());
        assertTrue(
                assertThrows(ConfigurationException.class, wrong::check)
                        .getMessage()
                        .contains("is not a folder (--plugins-dir)"));
        NodeOptions missing = with(Setting.PLUGINS_DIR, folder.resolve("none").toString());
        assertTrue(
                assertThrows(ConfigurationException.class, missing::check)
                        .getMessage()
                        .contains("does not exist (--plugins-dir)"));
    }
}
