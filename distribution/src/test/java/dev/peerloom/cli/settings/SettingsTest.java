package dev.peerloom.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SettingsTest {
    @TempDir Path folder;

    /** Where a value stands, the strongest place first. */
    private enum Place {
        FLAG,
        ENVIRONMENT,
        FILE
    }

    private Settings read(Setting setting, Place weakest, Place strongest) throws Exception {
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        Map<String, String> environment = new HashMap<>();
        Path file = folder.resolve("peerloom.toml");
        Files.writeString(file, "# nothing\n");
        for (Place place : Place.values()) {
            if (place.compareTo(strongest) < 0 || place.compareTo(weakest) > 0) {
                continue;
            }
            String text = place.name().toLowerCase(java.util.Locale.ROOT);
            switch (place) {
                case FLAG -> flags.put(setting, List.of(text));
                case ENVIRONMENT -> environment.put(setting.variable(), text);
                case FILE -> Files.writeString(file, setting.key() + " = \"" + text + "\"\n");
            }
        }
        return Settings.read(flags, environment, Optional.of(file));
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONFIG", "SET"})
    void everySettingIsTakenFromItsStrongestPlace(Setting setting) throws Exception {
        for (Place strongest : Place.values()) {
            for (Place weakest : Place.values()) {
                if (weakest.compareTo(strongest) >= 0) {
                    List<Value> values = read(setting, weakest, strongest).list(setting);
                    assertEquals(
                            List.of(strongest.name().toLowerCase(java.util.Locale.ROOT)),
                            values.stream().map(Value::text).toList());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONFIG", "SET"})
    void everyValueKnowsWhereItWasWritten(Setting setting) throws Exception {
        assertEquals(
                "--" + setting.key(),
                read(setting, Place.FLAG, Place.FLAG).one(setting).orElseThrow().origin());
        assertEquals(
                setting.variable(),
                read(setting, Place.ENVIRONMENT, Place.ENVIRONMENT)
                        .one(setting)
                        .orElseThrow()
                        .origin());
        assertEquals(
                "line 1 of " + folder.resolve("peerloom.toml"),
                read(setting, Place.FILE, Place.FILE).one(setting).orElseThrow().origin());
    }

    @Test
    void namesFollowFromEachOther() {
        assertEquals("max-peers", Setting.MAX_PEERS.key());
        assertEquals("--max-peers", Setting.MAX_PEERS.flag());
        assertEquals("PEERLOOM_MAX_PEERS", Setting.MAX_PEERS.variable());
    }

    @Test
    void listsAreRepeatedOrHaveCommas() throws Exception {
        Settings fromFlags =
                Settings.read(
                        Map.of(Setting.PEER, List.of("a,b", "c")), Map.of(), Optional.empty());
        assertEquals(List.of("a", "b", "c"), texts(fromFlags, Setting.PEER));
        Settings fromEnvironment =
                Settings.read(Map.of(), Map.of("PEERLOOM_PEER", "a, b,,c"), Optional.empty());
        assertEquals(List.of("a", "b", "c"), texts(fromEnvironment, Setting.PEER));
    }

    @Test
    void anEmptyVariableIsNotSet() throws Exception {
        Settings settings = Settings.read(Map.of(), Map.of("PEERLOOM_PORT", ""), Optional.empty());
        assertEquals(Optional.empty(), settings.one(Setting.PORT));
    }

    @Test
    void pluginSettingsAreMergedOneByOne() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("p.toml"),
                        """
                        [plugins.eth]
                        genesis = "file"
                        chain = "file"
                        network-id = 5
                        [plugins.shh]
                        pow = 0.2
                        """);
        Settings settings =
                Settings.read(
                        Map.of(Setting.SET, List.of("eth.genesis=flag")),
                        Map.of("PEERLOOM_SET", "eth.genesis=environment,eth.chain=environment"),
                        Optional.of(file));
        assertEquals(
                Map.of(
                        "eth",
                        Map.of("genesis", "flag", "chain", "environment", "network-id", "5"),
                        "shh",
                        Map.of("pow", "0.2")),
                settings.plugins());
    }

    @Test
    void aCommaInAVariableBelongsToTheValueUnlessAnAssignmentFollows() throws Exception {
        Settings settings =
                Settings.read(
                        Map.of(),
                        Map.of("PEERLOOM_SET", "a.list=1,2,3,b.key=x=y,z"),
                        Optional.empty());
        assertEquals(
                Map.of("a", Map.of("list", "1,2,3"), "b", Map.of("key", "x=y,z")),
                settings.plugins());
    }

    @Test
    void onTheCommandLineACommaIsPartOfThePluginSetting() throws Exception {
        Settings settings =
                Settings.read(
                        Map.of(Setting.SET, List.of("a.list=1,b.c=2")), Map.of(), Optional.empty());
        assertEquals(Map.of("a", Map.of("list", "1,b.c=2")), settings.plugins());
    }

    @Test
    void aPluginSettingWithoutItsPartsIsRefused() {
        for (String wrong : List.of("eth", "eth.genesis", "genesis=x", ".a=b", "a.=b")) {
            ConfigurationException e =
                    assertThrows(
                            ConfigurationException.class,
                            () ->
                                    Settings.read(
                                            Map.of(Setting.SET, List.of(wrong)),
                                            Map.of(),
                                            Optional.empty()));
            assertTrue(e.getMessage().contains("PLUGIN.KEY=VALUE"), e.getMessage());
            assertTrue(e.getMessage().contains("--set"), e.getMessage());
        }
    }

    @Test
    void theConfigurationFileIsNamedByFlagOrVariable() throws Exception {
        Path one = Files.writeString(folder.resolve("one.toml"), "port = 1");
        Path two = Files.writeString(folder.resolve("two.toml"), "port = 2");
        Map<String, String> environment = Map.of("PEERLOOM_CONFIG", two.toString());
        assertEquals(
                List.of("2"),
                texts(Settings.read(Map.of(), environment, Optional.of(one)), Setting.PORT));
        assertEquals(
                List.of("1"),
                texts(
                        Settings.read(
                                Map.of(Setting.CONFIG, List.of(one.toString())),
                                environment,
                                Optional.empty()),
                        Setting.PORT));
    }

    @Test
    void aNamedConfigurationFileMustExistTheDefaultOneNeedNot() throws Exception {
        Path missing = folder.resolve("missing.toml");
        Settings.read(Map.of(), Map.of(), Optional.of(missing));
        ConfigurationException e =
                assertThrows(
                        ConfigurationException.class,
                        () ->
                                Settings.read(
                                        Map.of(Setting.CONFIG, List.of(missing.toString())),
                                        Map.of(),
                                        Optional.empty()));
        assertEquals("the configuration file " + missing + " does not exist", e.getMessage());
    }

    @Test
    void aMistypedVariableIsWarnedAbout() throws Exception {
        Settings settings =
                Settings.read(
                        Map.of(),
                        Map.of(
                                "PEERLOOM_MAXPEERS", "3",
                                "PEERLOOM_JAVA", "/opt/jdk",
                                "PEERLOOM_JAVA_OPTS", "-Xmx1g",
                                "PEERLOOM_PORT", "1",
                                "PATH", "/bin"),
                        Optional.empty());
        assertEquals(
                List.of(
                        "the environment variable PEERLOOM_MAXPEERS is none of ours and is"
                                + " ignored; did you mean PEERLOOM_MAX_PEERS?"),
                settings.warnings());
    }

    @Test
    void theFileOfTheDistributionListsEverySetting() throws IOException, ConfigurationException {
        Path file = Path.of("src", "main", "dist", "conf", "peerloom.toml");
        String text = Files.readString(file);
        assertEquals(SettingsFile.EMPTY, SettingsFile.parse(file, text));
        SettingsFile all = SettingsFile.parse(file, text.replaceAll("(?m)^#(?! |$)", ""));
        for (Setting setting : Setting.values()) {
            assertEquals(setting.inFile(), all.values().containsKey(setting), setting.key());
        }
        assertEquals(
                Map.of("eth", Map.of("genesis", "genesis.json", "chain", "chain.rlp")),
                all.plugins());
    }

    private static List<String> texts(Settings settings, Setting setting) {
        return settings.list(setting).stream().map(Value::text).toList();
    }
}
