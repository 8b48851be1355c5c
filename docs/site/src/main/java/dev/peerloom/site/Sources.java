package dev.peerloom.site;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The documents of the project, by their path below its folder. */
final class Sources {
    /** What is made, and what others have written. */
    private static final Set<String> NOT_OURS =
            Set.of("target", "node_modules", ".git", "archetype-resources");

    private Sources() {}

    /** Reads each Markdown file of a project. */
    static Map<Path, Document> read(Path project) throws IOException {
        Map<Path, Document> documents = new TreeMap<>();
        Files.walkFileTree(
                project,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (file.toString().endsWith(".md")) {
                            documents.put(
                                    project.relativize(file),
                                    Document.parse(Files.readString(file)));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return documents;
    }
}
