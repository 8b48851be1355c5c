package dev.peerloom.cli.admin;

import dev.peerloom.cli.metrics.Labels;
import dev.peerloom.core.PluginFault;
import dev.peerloom.core.PluginStatus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The shape of a plugin, as {@code plugin_list} and {@code plugin list --json} tell it. */
public final class PluginShapes {
    private PluginShapes() {}

    /** One plugin. */
    public static Map<String, Object> plugin(PluginStatus plugin) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("id", plugin.id());
        shape.put("version", plugin.version());
        shape.put("description", plugin.description());
        shape.put("state", Labels.text(plugin.state()));
        Map<String, Object> protocols = new LinkedHashMap<>();
        new TreeMap<>(plugin.protocols())
                .forEach((name, length) -> protocols.put(name.toString(), length));
        shape.put("protocols", protocols);
        shape.put("file", plugin.file().toString());
        plugin.problem().ifPresent(problem -> shape.put("problem", problem));
        shape.put("faults", plugin.faults().stream().map(PluginShapes::fault).toList());
        return shape;
    }

    private static Map<String, Object> fault(PluginFault fault) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("at", fault.at().toString());
        shape.put("what", fault.what());
        shape.put("count", fault.count());
        return shape;
    }
}
