package dev.peerloom.cli;

import dev.peerloom.cli.settings.Setting;

import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code peerloom attach metrics}: the metrics of a running node. */
final class MetricsCommand {
    private static final String JSON = "--json";

    /** A line of Prometheus' text format that has a value. */
    private static final Pattern LINE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");

    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private MetricsCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "metrics",
                        "Prints the node's metrics in the format of Prometheus.",
                        MetricsCommand::print);
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print a JSON array of name, labels and value."));
        spec.usageMessage().customSynopsis("peerloom attach metrics [OPTIONS]");
        return spec;
    }

    private static int print(Invocation call) throws Exception {
        String text = RunningNodeCalls.ask(call, "admin_metrics", List.of()).asString();
        if (call.has(JSON)) {
            call.out().println(RunningNodeCalls.line(tree(text)));
        } else {
            call.out().print(text);
        }
        return ExitCode.OK;
    }

    /** The values in a text of Prometheus' format, in its order. */
    static List<Map<String, Object>> tree(String text) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("name", found.group(1));
                value.put("labels", labels(found.group(2)));
                value.put("value", number(found.group(3)));
                values.add(value);
            }
        }
        return values;
    }

    private static Map<String, String> labels(@org.jspecify.annotations.Nullable String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(
                    label.group(1),
                    label.group(2)
                            .replace("\\n", "\n")
                            .replace("\\\"", "\"")
                            .replace("\\\\", "\\"));
        }
        return labels;
    }

    /** What JSON has no number for stays a text: NaN, +Inf, -Inf. */
    private static Object number(String text) {
        return switch (text) {
            case "NaN", "+Inf", "-Inf" -> text;
            default -> Double.valueOf(text);
        };
    }
}
