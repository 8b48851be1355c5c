package dev.peerloom.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the pages. Used by one thread. */
final class Site {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

    /** The documents that people look for, in the order in which they do; others are linked. */
    private static final Map<String, List<String>> NAVIGATION = navigation();

    private final Path project;
    private final Path reference;
    private final Path javadoc;

    /** Takes the project's folder, and those of what the programs wrote; each may be missing. */
    Site(Path project, Path reference, Path javadoc) {
        this.project = project;
        this.reference = reference;
        this.javadoc = javadoc;
    }

    private static Map<String, List<String>> navigation() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Start", List.of("README.md"));
        groups.put("Learn", List.of("docs/writing-a-protocol.md", "examples/chat/README.md"));
        groups.put(
                "Do",
                List.of(
                        "docs/operating.md",
                        "docs/plugins.md",
                        "docs/dashboard.md",
                        "docs/distributions.md",
                        "docs/security.md"));
        groups.put(
                "Look up",
                List.of(
                        "docs/reference/commands.md",
                        "docs/reference/configuration.md",
                        "docs/rpc.md",
                        "docs/reference/methods.md",
                        "docs/metrics.md",
                        "docs/reference/metrics.md",
                        "docs/reference/events.md",
                        "plugins/eth/README.md",
                        "plugins/shh/README.md",
                        "plugins/bzz/README.md"));
        groups.put(
                "Understand",
                List.of(
                        "docs/architecture.md",
                        "docs/performance.md",
                        "docs/seed.md",
                        "docs/dependencies.md",
                        "CONTRIBUTING.md"));
        return groups;
    }

    /**
     * Writes the site into a folder.
     *
     * @return the links in it that lead nowhere; there should be none
     */
    List<String> write(Path folder) throws IOException {
        Map<Path, Document> documents = new TreeMap<>(Sources.read(project));
        if (Files.isDirectory(reference)) {
            Sources.read(reference)
                    .forEach(
                            (name, page) ->
                                    documents.put(Path.of("docs/reference").resolve(name), page));
        }
        for (Map.Entry<Path, Document> entry : documents.entrySet()) {
            Page page = new Page(entry.getKey(), entry.getValue(), project, documents.keySet());
            Path file = folder.resolve(Page.target(entry.getKey()));
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.html(menu(page, entry.getKey(), documents)));
            copyImages(entry.getKey(), entry.getValue(), folder);
        }
        try (InputStream css = Site.class.getResourceAsStream("site.css")) {
            Files.write(
                    folder.resolve("site.css"),
                    java.util.Objects.requireNonNull(css).readAllBytes());
        }
        if (Files.isDirectory(javadoc)) {
            copy(javadoc, folder.resolve("javadoc"));
        }
        return broken(folder, documents);
    }

    private String menu(Page page, Path current, Map<Path, Document> documents) {
        StringBuilder menu = new StringBuilder();
        NAVIGATION.forEach(
                (group, names) -> {
                    menu.append("<h2>").append(group).append("</h2>\n<ul>\n");
                    for (String name : names) {
                        Path source = Path.of(name);
                        Document document = documents.get(source);
                        if (document != null) {
                            String here = source.equals(current) ? " aria-current=\"page\"" : "";
                            item(menu, page.relative(Page.target(source)), here, document.title());
                        }
                    }
                    if (group.equals("Look up") && Files.isDirectory(javadoc)) {
                        for (String part : List.of("api", "testkit")) {
                            Path index = Path.of("javadoc", part, "index.html");
                            item(menu, page.relative(index), "", "Javadoc: " + part);
                        }
                    }
                    menu.append("</ul>\n");
                });
        menu.append("<details>\n<summary>Decisions</summary>\n<ul>\n");
        documents.forEach(
                (source, document) -> {
                    if (source.startsWith("docs/decisions")) {
                        item(menu, page.relative(Page.target(source)), "", document.title());
                    }
                });
        menu.append("</ul>\n</details>\n");
        return menu.toString();
    }

    private static void item(StringBuilder menu, String href, String more, String title) {
        menu.append("<li><a href=\"%s\"%s>%s</a></li>\n".formatted(href, more, Page.escape(title)));
    }

    private void copyImages(Path source, Document document, Path folder) throws IOException {
        for (String target : document.targets()) {
            if (target.endsWith(".svg") && !target.contains(":")) {
                Path file = source.resolveSibling("").resolve(target).normalize();
                Path copy = folder.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(project.resolve(file)));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(file));
            }
        }
    }

    /** Each link of our pages: its file must be there, and in pages of ours its anchor too. */
    private static List<String> broken(Path folder, Map<Path, Document> documents)
            throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path source : documents.keySet()) {
            Path page = Page.target(source);
            Matcher link = LINK.matcher(Files.readString(folder.resolve(page)));
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !leads(folder, page, target)) {
                    broken.add(page + ": " + target);
                }
            }
        }
        return broken;
    }

    private static boolean leads(Path folder, Path page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file =
                parts[0].isEmpty()
                        ? folder.resolve(page)
                        : folder.resolve(page).resolveSibling(parts[0]).normalize();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (parts.length == 1) {
            return true;
        }
        Matcher id = ID.matcher(Files.readString(file));
        while (id.find()) {
            if (id.group(1).equals(parts[1])) {
                return true;
            }
        }
        return false;
    }
}
