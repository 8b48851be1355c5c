package dev.peerloom.cli.settings;

import dev.peerloom.core.ConfigurationException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a configuration file says. Immutable.
 *
 * @param values the settings of the program
 * @param plugins the settings of plugins: by plugin id, then by key
 * @param origins where each of those stands: by plugin id, then by key
 */
record SettingsFile(
        Map<Setting, List<Value>> values,
        Map<String, Map<String, String>> plugins,
        Map<String, Map<String, String>> origins) {

    static final SettingsFile EMPTY = new SettingsFile(Map.of(), Map.of(), Map.of());

    private static final String PLUGINS = "plugins";

    /** Reads and checks a file. */
    static SettingsFile read(Path file) throws ConfigurationException {
        try {
            return parse(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    "the configuration file " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    "the configuration file " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot read the configuration file " + file + ": " + e.getMessage(), e);
        }
    }

    /** Checks a text; the file is for messages only. */
    static SettingsFile parse(Path file, String text) throws ConfigurationException {
        // The file of the distribution has comments only: not worth loading a parser at each start.
        if (text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"))) {
            return EMPTY;
        }
        try {
            return new Reader(file, text).read(new TomlMapper().readTree(text));
        } catch (JacksonException e) {
            String line = e.getLocation() == null ? "" : ", line " + lastRead(e.getLocation());
            throw new ConfigurationException(
                    file + line + ": " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
    }

    /** The line that the parser came from: it finds some mistakes when it is at the next one. */
    private static int lastRead(TokenStreamLocation location) {
        boolean begins = location.getColumnNr() <= 1 && location.getLineNr() > 1;
        return begins ? location.getLineNr() - 1 : location.getLineNr();
    }

    /** Goes through the tree of one file. Used by one thread. */
    private static final class Reader {
        private final Path file;
        private final String text;
        private final Map<Setting, List<Value>> values = new EnumMap<>(Setting.class);
        private final Map<String, Map<String, String>> plugins = new TreeMap<>();
        private final Map<String, Map<String, String>> origins = new TreeMap<>();

        Reader(Path file, String text) {
            this.file = file;
            this.text = text;
        }

        SettingsFile read(JsonNode root) throws ConfigurationException {
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (entry.getKey().equals(PLUGINS)) {
                    readPlugins(entry.getValue());
                } else {
                    readSetting(entry.getKey(), entry.getValue());
                }
            }
            return new SettingsFile(Map.copyOf(values), Map.copyOf(plugins), Map.copyOf(origins));
        }

        private void readSetting(String key, JsonNode node) throws ConfigurationException {
            Setting setting = Setting.ofKey(key).orElse(null);
            if (setting == null) {
                throw wrong(List.of(key), "there is no setting " + key + hint(key, node));
            }
            String origin = place(List.of(key));
            List<String> texts = new ArrayList<>();
            if (node.isArray() && setting.shape() == Setting.Shape.LIST) {
                for (JsonNode item : node.values()) {
                    texts.add(scalar(List.of(key), item));
                }
            } else if (setting.shape() == Setting.Shape.LIST) {
                texts.addAll(Settings.splitList(scalar(List.of(key), node)));
            } else {
                texts.add(scalar(List.of(key), node));
            }
            values.put(
                    setting, texts.stream().map(one -> new Value(setting, one, origin)).toList());
        }

        private static String hint(String key, JsonNode node) {
            String sections = "; plugin settings stand in sections: [plugins.ID]";
            if (key.equals(Setting.SET.key())) {
                return sections;
            }
            List<String> known = new ArrayList<>(Setting.fileKeys());
            known.add(PLUGINS);
            String near = Suggestion.ask(key, known);
            return near.isEmpty() && node.isObject() ? sections : near;
        }

        private void readPlugins(JsonNode sections) throws ConfigurationException {
            requireTable(List.of(PLUGINS), sections);
            for (Map.Entry<String, JsonNode> section : sections.properties()) {
                List<String> path = List.of(PLUGINS, section.getKey());
                requireTable(path, section.getValue());
                Map<String, String> settings = new TreeMap<>();
                Map<String, String> places = new TreeMap<>();
                readPlugin(path, "", section.getValue(), settings, places);
                plugins.put(section.getKey(), Map.copyOf(settings));
                origins.put(section.getKey(), Map.copyOf(places));
            }
        }

        /** A table in a section gives keys with dots, as {@code --set} writes them. */
        private void readPlugin(
                List<String> path,
                String prefix,
                JsonNode table,
                Map<String, String> into,
                Map<String, String> places)
                throws ConfigurationException {
            for (Map.Entry<String, JsonNode> entry : table.properties()) {
                List<String> below = new ArrayList<>(path);
                below.add(entry.getKey());
                String key = prefix + entry.getKey();
                JsonNode value = entry.getValue();
                if (value.isObject()) {
                    readPlugin(below, key + ".", value, into, places);
                    continue;
                }
                places.put(key, place(below));
                if (value.isArray()) {
                    List<String> items = new ArrayList<>();
                    for (JsonNode item : value.values()) {
                        items.add(scalar(below, item));
                    }
                    into.put(key, String.join(",", items));
                } else {
                    into.put(key, scalar(below, value));
                }
            }
        }

        private void requireTable(List<String> path, JsonNode node) throws ConfigurationException {
            if (!node.isObject()) {
                throw wrong(
                        path,
                        String.join(".", path)
                                + " must be a section: [plugins.ID], then KEY ="
                                + " VALUE lines");
            }
        }

        private String scalar(List<String> path, JsonNode node) throws ConfigurationException {
            if (node.isContainer()) {
                throw wrong(
                        path, String.join(".", path) + " must be a text, a number or a boolean");
            }
            return node.asString();
        }

        private ConfigurationException wrong(List<String> path, String problem) {
            OptionalInt line = TomlLines.find(text, path);
            String at = line.isPresent() ? ", line " + line.getAsInt() : "";
            return new ConfigurationException(file + at + ": " + problem);
        }

        private String place(List<String> path) {
            OptionalInt line = TomlLines.find(text, path);
            return line.isPresent() ? "line " + line.getAsInt() + " of " + file : file.toString();
        }
    }
}
