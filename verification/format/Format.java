import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats every Java source of the project, or checks that it is formatted: {@code Format.java
 * apply|check ROOT}. Run by the build in a JDK of the build's own choice, because the JDK that runs
 * Maven may be too old to parse the sources. A file that was found formatted and has not changed
 * since is not parsed again: {@code target/format/formatted} has their sizes and times.
 */
final class Format {
    private static final JavaFormatterOptions OPTIONS =
            JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();

    public static void main(String[] args) throws Exception {
        boolean apply = args[0].equals("apply");
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
            sources = files.filter(Format::isSource).sorted().toList();
        }
        Path memory = Path.of(args[1], "target", "format", "formatted");
        Set<String> known =
                Files.exists(memory) ? Set.copyOf(Files.readAllLines(memory)) : Set.of();
        // Of all processors: in a new clone it is all sources, and nothing else can begin before.
        Map<Boolean, List<Path>> done =
                sources.parallelStream()
                        .collect(Collectors.partitioningBy(source -> isTidy(source, known, apply)));
        List<String> formatted = new ArrayList<>();
        for (Path source : done.get(true)) {
            formatted.add(stamp(source));
        }
        Files.write(memory, formatted);
        long unformatted = done.get(false).size();
        if (unformatted > 0) {
            System.err.println(
                    unformatted + " file(s) not formatted: run 'mvn process-sources -N'");
            System.exit(1);
        }
    }

    private static boolean isTidy(Path source, Set<String> known, boolean apply) {
        try {
            return known.contains(stamp(source)) || format(source, apply);
        } catch (FormatterException e) {
            System.err.println("cannot be parsed: " + source + ":" + e.getMessage());
            System.exit(1);
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stamp(Path source) throws IOException {
        return Files.size(source) + " " + Files.getLastModifiedTime(source) + " " + source;
    }

    private static boolean isSource(Path path) {
        String name = path.toString();
        return name.endsWith(".java") && !name.contains("/target/") && !name.contains("/.git/");
    }

    private static boolean format(Path source, boolean apply)
            throws FormatterException, IOException {
        String before = Files.readString(source);
        String tidy = RemoveUnusedImports.removeUnusedImports(before);
        tidy = ImportOrderer.reorderImports(tidy, OPTIONS.style());
        String after = new Formatter(OPTIONS).formatSource(tidy);
        if (after.equals(before)) {
            return true;
        }
        if (apply) {
            write(source, after);
            return true;
        }
        System.err.println("not formatted: " + source);
        return false;
    }

    private static void write(Path source, String text) throws IOException {
        Files.writeString(source, text);
    }
}
