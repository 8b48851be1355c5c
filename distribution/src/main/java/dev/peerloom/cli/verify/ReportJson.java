package dev.peerloom.cli.verify;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;

/** Reports for programs. */
public final class ReportJson {
    private ReportJson() {}

    /** An array with an object for each report. */
    public static ArrayNode of(List<VerifyReport> reports) {
        ArrayNode array = JsonMapper.shared().createArrayNode();
        reports.forEach(report -> put(report, array.addObject()));
        return array;
    }

    private static void put(VerifyReport report, ObjectNode json) {
        json.put("file", report.file().toString());
        json.put("id", report.id());
        json.put("version", report.version());
        json.put("passed", report.passed());
        json.put("seed", report.seed());
        ArrayNode checks = json.putArray("checks");
        for (CheckResult result : report.results()) {
            ObjectNode check = checks.addObject();
            check.put("check", result.check());
            check.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
            check.put("said", result.said());
            check.put("advice", result.advice());
        }
    }
}
