package dev.peerloom.cli;

import dev.peerloom.api.Capability;
import dev.peerloom.core.PluginStatus;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows what is known of plugins. */
public final class PluginListing {
    private static final int PROTOCOLS = 3;

    private PluginListing() {}

    /** A table with a line for each plugin. */
    public static String table(List<PluginStatus> plugins) {
        return table(plugins, false);
    }

    /** The same, in colour or without. */
    static String table(List<PluginStatus> plugins, boolean colour) {
        // They are known of plugins that run; a column of dashes says nothing.
        boolean protocols = plugins.stream().anyMatch(p -> !p.protocols().isEmpty());
        Table table = new Table("");
        table.row(cells(protocols, "ID", "VERSION", "STATE", "PROTOCOLS", "FILE", "PROBLEM"));
        for (PluginStatus plugin : plugins) {
            table.row(
                    cells(
                            protocols,
                            Lines.escape(plugin.id()),
                            Lines.escape(plugin.version()),
                            state(plugin),
                            protocols(plugin),
                            Lines.escape(String.valueOf(plugin.file().getFileName())),
                            Lines.escape(plugin.problem().orElse(""))));
        }
        return table.toString(colour);
    }

    private static String[] cells(boolean withProtocols, String... all) {
        return IntStream.range(0, all.length)
                .filter(column -> withProtocols || column != PROTOCOLS)
                .mapToObj(column -> all[column])
                .toArray(String[]::new);
    }

    /** A JSON array with an object for each plugin. */
    public static String json(List<PluginStatus> plugins) {
        JsonMapper mapper = JsonMapper.shared();
        ArrayNode array = mapper.createArrayNode();
        for (PluginStatus plugin : plugins) {
            ObjectNode object = array.addObject();
            object.put("id", plugin.id());
            object.put("version", plugin.version());
            object.put("description", plugin.description());
            object.put("state", state(plugin));
            ObjectNode protocols = object.putObject("protocols");
            sorted(plugin).forEach((name, length) -> protocols.put(name.toString(), length));
            object.put("file", plugin.file().toString());
            plugin.problem().ifPresent(problem -> object.put("problem", problem));
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(array);
    }

    private static String state(PluginStatus plugin) {
        return plugin.state().name().toLowerCase(Locale.ROOT);
    }

    /** Protocols are known once the plugin's code has run. */
    public static String protocols(PluginStatus plugin) {
        return plugin.protocols().isEmpty()
                ? "-"
                : sorted(plugin).keySet().stream()
                        .map(Capability::toString)
                        .map(Lines::escape)
                        .collect(Collectors.joining(" "));
    }

    private static Map<Capability, Integer> sorted(PluginStatus plugin) {
        return new TreeMap<>(plugin.protocols());
    }
}
