package dev.peerloom.core;

import dev.peerloom.core.plugin.PluginListing;
import dev.peerloom.core.plugin.SignedContent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What can be said of plugins without running a node. */
public final class Plugins {
    private Plugins() {}

    /**
     * Reads the plugins in a directory and checks whether they can be used together. None of their
     * code runs, so their protocols are not known: {@link PluginStatus#protocols()} is empty.
     *
     * @param pluginsDirectory where plugin jars and folders lie
     * @return those that can be used, {@link PluginStatus.State#RESOLVED}, in the order they would
     *     be started in; then those that cannot, {@link PluginStatus.State#FAILED}, each with its
     *     problem. A broken one that does not tell its id is listed under its file's name, with an
     *     empty version.
     * @throws ConfigurationException if the directory does not exist or cannot be read
     */
    public static List<PluginStatus> list(Path pluginsDirectory) throws ConfigurationException {
        return list(pluginsDirectory, PluginTrust.everything());
    }

    /**
     * Reads the plugins in a directory as {@link #list(Path)} does; those that are not trusted are
     * among those that cannot be used.
     *
     * @param trust which ones a node may load
     */
    public static List<PluginStatus> list(Path pluginsDirectory, PluginTrust trust)
            throws ConfigurationException {
        return PluginListing.list(pluginsDirectory, Node.version(), trust);
    }

    /**
     * The SHA-256 sum that an operator allows a plugin by: of a jar's bytes, as {@code sha256sum}
     * prints it; for a folder, of the list that {@link #signedContent} describes.
     *
     * @return 64 hexadecimal digits
     * @throws ConfigurationException if it cannot be read
     */
    public static String sum(Path plugin) throws ConfigurationException {
        try {
            return SignedContent.of(plugin).sum();
        } catch (IOException e) {
            throw unreadable(plugin, e);
        }
    }

    /**
     * What is signed: a jar's bytes. For a folder, the list of its jars, with a line for each in
     * the order of their names: the SHA-256 sum, two blanks, the name, a line feed. That is what
     * {@code sha256sum *.jar} prints.
     *
     * @throws ConfigurationException if it cannot be read
     */
    public static byte[] signedContent(Path plugin) throws ConfigurationException {
        try {
            return SignedContent.of(plugin).bytes();
        } catch (IOException e) {
            throw unreadable(plugin, e);
        }
    }

    /** Where the signature of a plugin lies: {@code NAME.jar.sig} beside {@code NAME.jar}. */
    public static Path signatureFile(Path plugin) {
        return SignedContent.signatureFile(plugin);
    }

    /**
     * Signs a plugin: writes the 64 bytes of the signature beside it, over an older one.
     *
     * @return the file
     * @throws ConfigurationException if the plugin cannot be read, or the file not be written
     */
    public static Path sign(Path plugin, PluginSigningKey key) throws ConfigurationException {
        byte[] signature = key.sign(signedContent(plugin));
        Path file = signatureFile(plugin);
        Path half = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            // At once: a running node may be looking.
            Files.write(half, signature);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the signature " + file + " cannot be written: " + KeyFiles.reason(e), e);
        }
    }

    /**
     * Which of some keys a plugin is signed for.
     *
     * @return empty if there is no signature, or it is of none of the keys
     * @throws ConfigurationException if the plugin or its signature cannot be read
     */
    public static Optional<PluginKey> signer(Path plugin, Collection<PluginKey> keys)
            throws ConfigurationException {
        try {
            return SignedContent.of(plugin).signer(plugin, keys);
        } catch (IOException e) {
            throw unreadable(plugin, e);
        }
    }

    private static ConfigurationException unreadable(Path plugin, IOException e) {
        return new ConfigurationException(
                "the plugin "
                        + plugin
                        + (Files.exists(plugin)
                                ? " cannot be read: " + KeyFiles.reason(e)
                                : " does not exist"),
                e);
    }
}
