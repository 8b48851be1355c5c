package dev.peerloom.cli;

import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Value;
import dev.peerloom.core.ConfigurationException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code peerloom config} says, for programs. */
final class ConfigJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ConfigJson() {}

    /** An object for a configuration that has no mistakes. */
    static String check(NodeOptions options) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("mistakes", false);
        options.warnings().forEach(answer.putArray("warnings")::add);
        return text(answer);
    }

    /** Each setting that has a value, and where it was written; what nobody set has no origin. */
    static String show(NodeOptions options) throws ConfigurationException {
        ObjectNode answer = MAPPER.createObjectNode();
        ObjectNode settings = answer.putObject("settings");
        for (Setting setting : Setting.values()) {
            if (setting != Setting.SET) {
                add(settings, setting, options);
            }
        }
        ObjectNode plugins = answer.putObject("plugins");
        new TreeMap<>(options.plugins())
                .forEach(
                        (id, section) -> {
                            Map<String, String> origins =
                                    options.pluginOrigins().getOrDefault(id, Map.of());
                            ObjectNode plugin = plugins.putObject(id);
                            new TreeMap<>(section)
                                    .forEach(
                                            (key, value) ->
                                                    plugin.putObject(key)
                                                            .put("value", value)
                                                            .put("origin", origins.get(key)));
                        });
        return text(answer);
    }

    private static void add(ObjectNode settings, Setting setting, NodeOptions options)
            throws ConfigurationException {
        if (!options.has(setting)) {
            String value = ConfigCommand.fallback(setting, options);
            if (!value.isEmpty()) {
                // A value of TOML as we write it is one of JSON as well.
                settings.putObject(setting.key()).set("value", MAPPER.readTree(value));
            }
            return;
        }
        ObjectNode shown = settings.putObject(setting.key());
        List<Value> values = options.written(setting);
        if (setting.shape() == Setting.Shape.LIST) {
            values.forEach(value -> shown.withArray("value").add(value.text()));
        } else {
            String written = ConfigCommand.quoted(values.getFirst().text());
            shown.set("value", MAPPER.readTree(written));
        }
        List<String> origins = values.stream().map(Value::origin).distinct().sorted().toList();
        shown.put("origin", origins.isEmpty() ? "an empty list" : String.join(", ", origins));
    }

    private static String text(ObjectNode answer) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
    }
}
