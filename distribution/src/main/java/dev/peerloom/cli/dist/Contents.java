package dev.peerloom.cli.dist;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What went into a distribution, for those who want to know later: names, versions, sums. */
final class Contents {
    private Contents() {}

    /** A JSON text about a folder that is whole but for this text. */
    static String of(Plan plan, List<Ingredient> plugins, Path root) throws IOException {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode all = mapper.createObjectNode();
        all.put("name", plan.name());
        all.put("version", plan.version());
        all.put("peerloom", Builder.peerloom());
        var list = all.putArray("plugins");
        for (Ingredient plugin : plugins) {
            ObjectNode one = list.addObject();
            one.put("id", plugin.id());
            one.put("version", plugin.version());
            // A path says more of the machine that it was on than of the plugin.
            one.put(
                    "source",
                    plugin.source().contains(":") ? plugin.source() : name(plugin.source()));
            one.put("file", root.relativize(plugin.path()).toString());
            one.put("sha256", plugin.sum());
        }
        ObjectNode files = all.putObject("files");
        for (Path file : Folders.files(root)) {
            files.put(file.toString().replace('\\', '/'), Folders.sum(root.resolve(file)));
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    }

    private static String name(String path) {
        return String.valueOf(Path.of(path).getFileName());
    }
}
