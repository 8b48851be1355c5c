package dev.peerloom.cli.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The folder plugin that a snapshot is packed into: the plugin's jar, and its libraries. The same
 * files give the same bytes. For one thread.
 */
final class DevPackage {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final Path folder;

    /** Packs into a folder, which belongs to this object. */
    DevPackage(Path folder) {
        this.folder = folder;
    }

    /** The folder, which is what a node loads. */
    Path folder() {
        return folder;
    }

    /**
     * Packs.
     *
     * @return the plugin's id
     * @throws IncompleteException if it is no whole plugin; what was packed before is still there
     */
    String pack(Snapshot snapshot) throws IOException, IncompleteException {
        Manifest manifest = snapshot.manifest();
        String id = manifest.getMainAttributes().getValue("Plugin-Id");
        if (id == null || id.isBlank()) {
            throw new IncompleteException("has no Plugin-Id in its META-INF/MANIFEST.MF");
        }
        Map<String, Path> content = snapshot.content();
        Completeness.check(content);
        Files.createDirectories(folder);
        Path jar = folder.resolve("plugin.tmp");
        write(manifest, content, jar);
        String name = id + ".jar";
        if (snapshot.libraries().containsKey(name)) {
            throw new IncompleteException("has a library that is called as itself, " + name);
        }
        copyLibraries(snapshot);
        Files.move(jar, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        return id;
    }

    private static void write(Manifest manifest, Map<String, Path> content, Path jar)
            throws IOException {
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest.write(zip);
            for (Map.Entry<String, Path> file : content.entrySet()) {
                byte[] bytes = Files.readAllBytes(file.getValue());
                CRC32 sum = new CRC32();
                sum.update(bytes);
                // Stored, so that it does not depend on the JDK's compression.
                ZipEntry entry = entry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
            }
        }
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        return entry;
    }

    /** Under their own names, which are those of their modules if they have no descriptor. */
    private void copyLibraries(Snapshot snapshot) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : old) {
                Files.delete(jar);
            }
        }
        for (Map.Entry<String, Snapshot.Entry> library : snapshot.libraries().entrySet()) {
            Files.copy(library.getValue().path(), folder.resolve(library.getKey()));
        }
    }
}
