package dev.peerloom.cli.verify;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the process in which a plugin runs is told.
 *
 * @param plugins a plugins directory with the plugin and those that it depends on
 * @param work a folder for what nodes store
 * @param id the plugin's id
 * @param settings settings of plugins: by plugin id, then by key
 * @param seed what random messages are made from
 * @param messages how many of them each message code is to get
 * @param time how long to send them at most
 */
record TrialRequest(
        Path plugins,
        Path work,
        String id,
        Map<String, Map<String, String>> settings,
        long seed,
        int messages,
        Duration time) {

    /** Writes it to a file. */
    Path write(Path file) throws IOException {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode json = mapper.createObjectNode();
        json.put("plugins", plugins.toString());
        json.put("work", work.toString());
        json.put("id", id);
        ObjectNode sections = json.putObject("settings");
        settings.forEach(
                (plugin, section) -> {
                    ObjectNode values = sections.putObject(plugin);
                    section.forEach(values::put);
                });
        json.put("seed", seed);
        json.put("messages", messages);
        json.put("millis", time.toMillis());
        return Files.write(file, mapper.writeValueAsBytes(json));
    }

    /** Reads it from a file. */
    static TrialRequest read(Path file) throws IOException {
        JsonNode json = JsonMapper.shared().readTree(Files.readAllBytes(file));
        Map<String, Map<String, String>> settings = new TreeMap<>();
        for (Map.Entry<String, JsonNode> section : json.get("settings").properties()) {
            Map<String, String> values = new TreeMap<>();
            section.getValue()
                    .properties()
                    .forEach(e -> values.put(e.getKey(), e.getValue().asString()));
            settings.put(section.getKey(), values);
        }
        return new TrialRequest(
                Path.of(json.get("plugins").asString()),
                Path.of(json.get("work").asString()),
                json.get("id").asString(),
                settings,
                json.get("seed").asLong(),
                json.get("messages").asInt(),
                Duration.ofMillis(json.get("millis").asLong()));
    }
}
