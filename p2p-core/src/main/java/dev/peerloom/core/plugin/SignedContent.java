package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginKey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a plugin's sum and its signature are about: a jar's bytes; for a folder, the list of its
 * jars and their sums. The jars may be copies under other names. Immutable.
 */
public final class SignedContent {
    /** Ed25519 reads its input twice, so all of it is held at once. */
    private static final long LONGEST = 512L << 20;

    private final boolean folder;
    private final Map<String, Path> jars;

    private SignedContent(boolean folder, Map<String, Path> jars) {
        this.folder = folder;
        this.jars = new TreeMap<>(jars);
    }

    /** The content of a plugin as it lies in a plugins directory. */
    public static SignedContent of(Path plugin) throws IOException {
        if (!Files.isDirectory(plugin)) {
            return new SignedContent(false, Map.of("", plugin));
        }
        Map<String, Path> jars = new TreeMap<>();
        try (Stream<Path> files = Files.list(plugin)) {
            files.filter(PluginReader::isPartOfPlugin)
                    .forEach(jar -> jars.put(String.valueOf(jar.getFileName()), jar));
        }
        return new SignedContent(true, jars);
    }

    /**
     * The content of a plugin of which copies were made.
     *
     * @param copies the jars' names, each with the copy to read
     */
    static SignedContent ofCopies(boolean folder, Map<String, Path> copies) {
        return new SignedContent(folder, copies);
    }

    /** Where the signature of a plugin lies. */
    public static Path signatureFile(Path plugin) {
        return plugin.resolveSibling(plugin.getFileName() + ".sig");
    }

    /** The SHA-256 sum of {@link #bytes}, as 64 hexadecimal digits. */
    public String sum() throws IOException {
        if (folder) {
            return HexFormat.of().formatHex(sha256().digest(bytes()));
        }
        return sum(jars.values().iterator().next());
    }

    /** What is signed. */
    public byte[] bytes() throws IOException {
        if (folder) {
            StringBuilder list = new StringBuilder();
            for (Map.Entry<String, Path> jar : jars.entrySet()) {
                // No list may read as another: the sums have one length, so that is the only way.
                if (jar.getKey().indexOf('\n') >= 0) {
                    throw new IOException("the name of one of its jars has a line feed");
                }
                list.append(sum(jar.getValue())).append("  ").append(jar.getKey()).append('\n');
            }
            return list.toString().getBytes(StandardCharsets.UTF_8);
        }
        Path jar = jars.values().iterator().next();
        if (Files.size(jar) > LONGEST) {
            throw new IOException(
                    "it is larger than " + (LONGEST >> 20) + " MiB, too large for a signature");
        }
        return Files.readAllBytes(jar);
    }

    /**
     * Which of some keys the plugin is signed for.
     *
     * @param plugin the plugin itself, which the signature lies beside
     * @return empty if there is no signature, or it is of none of the keys
     */
    public Optional<PluginKey> signer(Path plugin, Collection<PluginKey> keys) throws IOException {
        byte[] signature = signature(plugin);
        if (signature.length != PluginKey.SIGNATURE_LENGTH || keys.isEmpty()) {
            return Optional.empty();
        }
        byte[] content = bytes();
        return keys.stream().filter(key -> key.verifies(content, signature)).findFirst();
    }

    private static byte[] signature(Path plugin) throws IOException {
        Path file = signatureFile(plugin);
        if (!Files.isRegularFile(file)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(PluginKey.SIGNATURE_LENGTH + 1);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static String sum(Path file) throws IOException {
        MessageDigest sum = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
