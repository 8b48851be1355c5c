package dev.peerloom.cli.verify;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.util.Optional;

/**
 * What the process in which a plugin runs tells the one that started it: JSON objects, one on each
 * line, behind a word that the plugin does not know. Thread-safe.
 */
final class TrialOutput {
    private final PrintStream out;
    private final String word;

    TrialOutput(PrintStream out, String word) {
        this.out = out;
        this.word = word;
    }

    /**
     * One line of it.
     *
     * @param kind {@code begin}, {@code result}, {@code progress} or {@code done}
     * @param content the object
     */
    record Line(String kind, JsonNode content) {
        /** The step that begins. */
        TrialStep step() {
            return TrialStep.valueOf(content.get("step").asString());
        }

        /** The text of a progress. */
        String text() {
            return content.get("text").asString();
        }

        /** The result. */
        CheckResult result() {
            return new CheckResult(
                    content.get("check").asString(),
                    Outcome.valueOf(content.get("outcome").asString()),
                    content.get("said").asString(),
                    content.get("advice").asString());
        }
    }

    /** Reads a line; empty if it is the plugin's own. */
    static Optional<Line> parse(String word, String line) {
        if (!line.startsWith(word + " ")) {
            return Optional.empty();
        }
        JsonNode json = JsonMapper.shared().readTree(line.substring(word.length() + 1));
        return Optional.of(new Line(json.get("kind").asString(), json));
    }

    void begin(TrialStep step) {
        ObjectNode line = line("begin");
        line.put("step", step.name());
        write(line);
    }

    void result(CheckResult result) {
        ObjectNode line = line("result");
        line.put("check", result.check());
        line.put("outcome", result.outcome().name());
        line.put("said", result.said());
        line.put("advice", result.advice());
        write(line);
    }

    void progress(String text) {
        ObjectNode line = line("progress");
        line.put("text", text);
        write(line);
    }

    void done() {
        write(line("done"));
    }

    private static ObjectNode line(String kind) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("kind", kind);
        return line;
    }

    private synchronized void write(ObjectNode line) {
        // In one piece: a plugin that writes to the same stream must not come between.
        out.print(System.lineSeparator() + word + " " + line + System.lineSeparator());
        out.flush();
    }
}
