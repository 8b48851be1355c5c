package dev.peerloom.cli.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the line of a key in a TOML text, for error messages: the parser's tree has no positions. A
 * text that the parser accepted is expected.
 */
final class TomlLines {
    private static final String NAME = "(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')";
    private static final String PATH = NAME + "(?:\\s*\\.\\s*" + NAME + ")*";
    private static final Pattern HEADER = Pattern.compile("\\s*\\[{1,2}\\s*(" + PATH + ")\\s*].*");
    private static final Pattern ENTRY = Pattern.compile("\\s*(" + PATH + ")\\s*=(.*)");
    private static final Pattern PART = Pattern.compile(NAME);

    private TomlLines() {}

    /** The first line, counted from 1, that sets something at or below the path. */
    static OptionalInt find(String text, List<String> path) {
        List<String> table = List.of();
        boolean inText = false;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            boolean startsInText = inText;
            inText ^= quoteMarks(line) % 2 == 1;
            if (startsInText) {
                continue;
            }
            Matcher header = HEADER.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            List<String> here;
            if (entry.matches()) {
                here = join(table, parts(entry.group(1)));
            } else if (header.matches()) {
                table = parts(header.group(1));
                here = table;
            } else {
                continue;
            }
            if (here.size() >= path.size() && here.subList(0, path.size()).equals(path)) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    /** How often a text of several lines begins or ends on a line. */
    private static int quoteMarks(String line) {
        return line.split("\"\"\"|'''", -1).length - 1;
    }

    private static List<String> parts(String path) {
        return PART.matcher(path).results().map(part -> unquote(part.group())).toList();
    }

    private static String unquote(String name) {
        boolean quoted = name.startsWith("\"") || name.startsWith("'");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    private static List<String> join(List<String> table, List<String> key) {
        List<String> all = new ArrayList<>(table);
        all.addAll(key);
        return all;
    }
}
