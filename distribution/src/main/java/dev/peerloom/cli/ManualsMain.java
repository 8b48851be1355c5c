package dev.peerloom.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Run by the build: writes what a distribution has besides programs and is made from them. The
 * manuals and completions, and {@code lib/build-id}: what the jars are, by which the launcher tells
 * caches of loaded classes apart.
 */
public final class ManualsMain {
    private ManualsMain() {}

    /** Takes the folder to write to. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Manuals.write(Brand.current(), folder);
        Path lib = Files.createDirectories(folder.resolve("lib"));
        Files.writeString(lib.resolve("build-id"), buildId() + "\n");
    }

    private static String buildId() throws IOException, NoSuchAlgorithmException {
        TreeMap<String, Path> files = new TreeMap<>();
        String path = System.getProperty("jdk.module.path", "");
        for (String entry : path.split(File.pathSeparator, -1)) {
            Path root = Path.of(entry);
            try (Stream<Path> below = Files.walk(root)) {
                List<Path> all = below.filter(Files::isRegularFile).toList();
                // Of where they lie on this machine nothing must be seen.
                all.forEach(f -> files.put(root.getFileName() + "/" + root.relativize(f), f));
            }
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : files.values()) {
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
