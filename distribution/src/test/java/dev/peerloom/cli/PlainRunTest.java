package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.settings.Setting;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is read without the command line's library is what that library reads. */
class PlainRunTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run --port 0",
                "run --port=0 --host 127.0.0.1",
                "run --peer a,b --peer c --max-peers 3",
                "run --set eth.network-id=5 --set=eth.a=b=c",
                "run --log-level debug --data-dir /tmp/x --plugin-allow " + "ab,cd"
            })
    void plainSettingsAreReadAlike(String line) {
        String[] args = line.split(" ");
        ParseResult parsed = Cli.commandLine().parseArgs(args);
        Map<Setting, List<String>> expected = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            OptionSpec option = parsed.subcommand().matchedOption(setting.flag());
            if (option != null) {
                expected.put(setting, option.originalStringValues());
            }
        }
        assertEquals(expected, PlainRun.read(args).orElseThrow().flags());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run --help",
                "run --port",
                "run --port --host",
                "run --prot 1",
                "run --port 1 --port 2",
                "run extra",
                "run --port= --host 127.0.0.1",
                "run --set eth.a=\"b\"",
                "--version run"
            })
    void everythingElseIsLeftToTheLibrary(String line) {
        assertTrue(PlainRun.read(line.split(" ")).isEmpty());
    }
}
