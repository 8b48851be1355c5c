package dev.peerloom.site;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether links lead somewhere. Other people's sites are not asked: only the form is checked. */
final class Links {
    private final Path project;
    private final Map<Path, Document> documents;

    Links(Path project, Map<Path, Document> documents) {
        this.project = project;
        this.documents = documents;
    }

    /** A link of a document: to another place, to a file of the project, or within the document. */
    record Target(boolean external, String path, String anchor) {
        static Target of(String written) throws URISyntaxException {
            URI uri = new URI(written);
            if (uri.isAbsolute()) {
                boolean known =
                        "mailto".equals(uri.getScheme())
                                || (uri.getHost() != null
                                        && List.of("http", "https").contains(uri.getScheme()));
                if (!known) {
                    throw new URISyntaxException(written, "neither https nor mailto");
                }
                return new Target(true, written, "");
            }
            return new Target(
                    false,
                    Optional.ofNullable(uri.getPath()).orElse(""),
                    Optional.ofNullable(uri.getFragment()).orElse(""));
        }
    }

    /** What is wrong, a line for each link: the document and the link. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        documents.forEach(
                (source, document) -> {
                    for (String written : document.targets()) {
                        problem(source, written)
                                .ifPresent(
                                        problem ->
                                                broken.add(
                                                        source + ": " + written + ": " + problem));
                    }
                });
        return broken;
    }

    private Optional<String> problem(Path source, String written) {
        Target target;
        try {
            target = Target.of(written);
        } catch (URISyntaxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        if (target.external()) {
            return Optional.empty();
        }
        Path file = resolve(source, target);
        if (file.startsWith("..") || !Files.exists(project.resolve(file))) {
            return Optional.of("there is no such file");
        }
        if (target.anchor().isEmpty()) {
            return Optional.empty();
        }
        Document document = documents.get(file);
        if (document == null) {
            return Optional.of("it is no document, so it has no headings");
        }
        return document.anchors().containsKey(target.anchor())
                ? Optional.empty()
                : Optional.of("there is no such heading; there are " + document.anchors().keySet());
    }

    /** The file that a link in a document leads to, below the project's folder. */
    static Path resolve(Path source, Target target) {
        Path base = source.resolveSibling("");
        return target.path().isEmpty() ? source : base.resolve(target.path()).normalize();
    }
}
