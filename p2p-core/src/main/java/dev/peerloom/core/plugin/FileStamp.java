package dev.peerloom.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What can be seen of a plugin's jars without opening them. Two that are equal mean that nothing
 * was written in between. Immutable.
 *
 * @param files size, time and key of each jar, and of its signature if there is one
 */
record FileStamp(Map<Path, String> files) {
    FileStamp {
        files = Map.copyOf(files);
    }

    /** Looks at a plugin's jars and its signature. */
    static FileStamp of(Path plugin, List<Path> jars) throws IOException {
        Map<Path, String> seen = new TreeMap<>();
        for (Path jar : jars) {
            add(jar, seen);
        }
        // A plugin that was refused for want of a signature is tried again when that comes.
        Path signature = SignedContent.signatureFile(plugin);
        if (Files.isRegularFile(signature)) {
            add(signature, seen);
        }
        return new FileStamp(seen);
    }

    private static void add(Path file, Map<Path, String> seen) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // Builds that give their archives a fixed time make new versions of the same size and time:
        // that another file has the name now shows in its key.
        // Told apart only, never shown: a format would load the number formats of a language.
        seen.put(
                file,
                attributes.size()
                        + " "
                        + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)
                        + " "
                        + attributes.fileKey());
    }
}
