package dev.peerloom.cli.settings;

import dev.peerloom.core.ConfigurationException;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was set, wherever it was: an option on the command line comes before the environment, the
 * environment before the configuration file. A list comes whole from the first of them that has
 * one; plugin settings are taken one by one. Immutable.
 */
public final class Settings {
    /** Variables of ours that are not settings: the launcher's. */
    private static final List<String> LAUNCHER =
            List.of(
                    "PEERLOOM_JAVA",
                    "PEERLOOM_JAVA_OPTS",
                    "PEERLOOM_JAVA_DIRS",
                    "PEERLOOM_AOT",
                    "PEERLOOM_AOT_OUTPUT");

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([^.=,]+)\\.([^=,]+)=(.*)", Pattern.DOTALL);
    private static final Pattern NEXT_ASSIGNMENT = Pattern.compile(",(?=[^.=,]+\\.[^=,]+=)");

    private final Map<Setting, List<Value>> values;
    private final Map<String, Map<String, String>> plugins;
    private final Map<String, Map<String, String>> pluginOrigins;
    private final List<String> warnings;

    private Settings(
            Map<Setting, List<Value>> values,
            Map<String, Map<String, String>> plugins,
            Map<String, Map<String, String>> pluginOrigins,
            List<String> warnings) {
        this.values = Map.copyOf(values);
        this.plugins = Map.copyOf(plugins);
        this.pluginOrigins = Map.copyOf(pluginOrigins);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Puts the three places together.
     *
     * @param flags the texts given for each option on the command line
     * @param environment the process' environment; an empty variable is taken as not set
     * @param defaultFile the configuration file to read when none is named, if it exists
     */
    public static Settings read(
            Map<Setting, List<String>> flags,
            Map<String, String> environment,
            Optional<Path> defaultFile)
            throws ConfigurationException {
        Map<Setting, List<Value>> values = new EnumMap<>(Setting.class);
        flags.forEach((setting, texts) -> values.put(setting, fromFlag(setting, texts)));
        Map<Setting, List<Value>> inEnvironment = fromEnvironment(environment);
        inEnvironment.forEach(values::putIfAbsent);
        SettingsFile file = file(values, defaultFile);
        file.values().forEach(values::putIfAbsent);

        Map<String, Map<String, String>> plugins = new TreeMap<>();
        Map<String, Map<String, String>> origins = new TreeMap<>();
        file.plugins().forEach((id, section) -> plugins.put(id, new TreeMap<>(section)));
        file.origins().forEach((id, section) -> origins.put(id, new TreeMap<>(section)));
        assign(inEnvironment.getOrDefault(Setting.SET, List.of()), plugins, origins);
        if (flags.containsKey(Setting.SET)) {
            assign(fromFlag(Setting.SET, flags.get(Setting.SET)), plugins, origins);
        }
        return new Settings(values, plugins, origins, unknownVariables(environment));
    }

    /** The value of a setting that takes one. */
    public Optional<Value> one(Setting setting) {
        return list(setting).stream().findFirst();
    }

    /** The values of a setting that takes several. */
    public List<Value> list(Setting setting) {
        return values.getOrDefault(setting, List.of());
    }

    /** Whether anything was written for a setting, be it an empty list. */
    public boolean has(Setting setting) {
        return values.containsKey(setting);
    }

    /** What was set for plugins: by plugin id, then by key. */
    public Map<String, Map<String, String>> plugins() {
        return plugins;
    }

    /** Where each of those was written: by plugin id, then by key. */
    public Map<String, Map<String, String>> pluginOrigins() {
        return pluginOrigins;
    }

    /** What looks like a mistake, but may be none: one line each. */
    public List<String> warnings() {
        return warnings;
    }

    /** The parts between commas, without blanks around them and without empty ones. */
    static List<String> splitList(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static List<Value> fromFlag(Setting setting, List<String> texts) {
        List<String> parts =
                setting.shape() == Setting.Shape.LIST
                        ? texts.stream().flatMap(text -> splitList(text).stream()).toList()
                        : texts;
        return values(setting, parts, setting.flag());
    }

    private static Map<Setting, List<Value>> fromEnvironment(Map<String, String> environment) {
        Map<Setting, List<Value>> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String text = environment.getOrDefault(setting.variable(), "");
            if (!text.isEmpty()) {
                List<String> parts =
                        switch (setting.shape()) {
                            case ONE -> List.of(text);
                            case LIST -> splitList(text);
                            // A comma is part of the value unless another assignment follows it.
                            case PLUGIN -> List.of(NEXT_ASSIGNMENT.split(text));
                        };
                values.put(setting, values(setting, parts, setting.variable()));
            }
        }
        return values;
    }

    private static List<Value> values(Setting setting, List<String> texts, String origin) {
        return texts.stream().map(text -> new Value(setting, text, origin)).toList();
    }

    private static SettingsFile file(Map<Setting, List<Value>> values, Optional<Path> defaultFile)
            throws ConfigurationException {
        List<Value> named = values.getOrDefault(Setting.CONFIG, List.of());
        if (!named.isEmpty()) {
            return SettingsFile.read(path(named.getFirst()));
        }
        return defaultFile.isPresent() && Files.exists(defaultFile.get())
                ? SettingsFile.read(defaultFile.get())
                : SettingsFile.EMPTY;
    }

    /** A value as a path of the file system. */
    static Path path(Value value) throws ConfigurationException {
        if (value.text().isBlank()) {
            throw value.wrong("the name of a file", new IllegalArgumentException("blank"));
        }
        try {
            return Path.of(value.text());
        } catch (InvalidPathException e) {
            throw value.wrong("the name of a file", e);
        }
    }

    private static void assign(
            List<Value> assignments,
            Map<String, Map<String, String>> plugins,
            Map<String, Map<String, String>> origins)
            throws ConfigurationException {
        for (Value assignment : assignments) {
            Matcher parts = ASSIGNMENT.matcher(assignment.text());
            if (!parts.matches()) {
                throw assignment.wrong(
                        "PLUGIN.KEY=VALUE, such as eth.genesis=genesis.json",
                        new IllegalArgumentException("no assignment"));
            }
            String plugin = parts.group(1).strip();
            String key = parts.group(2).strip();
            plugins.computeIfAbsent(plugin, id -> new TreeMap<>()).put(key, parts.group(3));
            origins.computeIfAbsent(plugin, id -> new TreeMap<>()).put(key, assignment.origin());
        }
    }

    /** Only a warning: others may have variables of this prefix, a container platform for one. */
    private static List<String> unknownVariables(Map<String, String> environment) {
        List<String> known = new ArrayList<>(LAUNCHER);
        Arrays.stream(Setting.values()).map(Setting::variable).forEach(known::add);
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith("PEERLOOM_") && !known.contains(name)) {
                warnings.add(
                        "the environment variable "
                                + name
                                + " is none of ours and is ignored"
                                + Suggestion.ask(name, known));
            }
        }
        return warnings;
    }
}
