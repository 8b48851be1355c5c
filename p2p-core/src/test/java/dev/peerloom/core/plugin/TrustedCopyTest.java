package dev.peerloom.core.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.PluginSigningKey;
import dev.peerloom.core.PluginTrust;
import dev.peerloom.core.Plugins;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultVersionManager;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** What is checked is what is loaded, whatever happens to the file between. */
class TrustedCopyTest {
    @TempDir Path folder;

    private Path plugin;
    private Path good;
    private Path evil;
    private final List<Path> released = new ArrayList<>();

    @BeforeEach
    void makeJars() throws IOException {
        good = jar(folder.resolve("good"), "good");
        evil = jar(folder.resolve("evil"), "evil");
        plugin = Files.copy(good, folder.resolve("a.jar"));
    }

    private static Path jar(Path file, String description) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Plugin-Id", "a");
        main.putValue("Plugin-Version", "1.0.0");
        main.putValue("Plugin-Description", description);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
        return file;
    }

    private void replace(Path file, Path with) throws IOException {
        Files.write(file, Files.readAllBytes(with));
    }

    /** Copies, with something else done before and after. */
    private final class Swapping implements PluginReader.Copier {
        private final Path before;
        private final Path after;

        Swapping(Path before, Path after) {
            this.before = before;
            this.after = after;
        }

        @Override
        public Path copy(Path jar) throws IOException {
            replace(jar, before);
            Path copy = Files.createTempFile(folder, "copy", ".jar");
            Files.write(copy, Files.readAllBytes(jar));
            replace(jar, after);
            return copy;
        }

        @Override
        public void release(Path copy) {
            released.add(copy);
        }
    }

    private PluginPackage read(PluginReader.Copier copier, PluginTrust trust) throws PluginProblem {
        return new PluginReader(new DefaultVersionManager(), copier, trust).read(plugin);
    }

    @Test
    void aFileSwappedAfterTheCopyChangesNothing() throws Exception {
        PluginTrust trust = PluginTrust.only(Set.of(Plugins.sum(good)), List.of());

        PluginPackage read = read(new Swapping(good, evil), trust);

        assertEquals("good", read.descriptor().getPluginDescription());
        assertArrayEquals(
                Files.readAllBytes(good), Files.readAllBytes(read.jars().getFirst().path()));
        assertEquals(List.of(), released);
    }

    @Test
    void aFileSwappedForTheTimeOfTheCopyIsRefused() throws Exception {
        PluginTrust trust = PluginTrust.only(Set.of(Plugins.sum(good)), List.of());

        RefusedException refused =
                assertThrows(RefusedException.class, () -> read(new Swapping(evil, good), trust));

        assertEquals("a", refused.id());
        assertTrue(refused.getMessage().contains(Plugins.sum(evil)), refused.getMessage());
        assertEquals(1, released.size(), "the copy is given back");
    }

    @Test
    void aSignatureIsCheckedAgainstTheCopyToo() throws Exception {
        PluginSigningKey key = PluginSigningKey.generate();
        Plugins.sign(plugin, key);
        PluginTrust trust = PluginTrust.only(Set.of(), List.of(key.publicKey()));

        assertEquals("a", read(new Swapping(good, evil), trust).id());
        assertThrows(RefusedException.class, () -> read(new Swapping(evil, good), trust));
    }

    @Test
    void whatIsRefusedNeedNotBeReadable() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "no jar");

        RefusedException refused =
                assertThrows(
                        RefusedException.class,
                        () ->
                                read(
                                        new Swapping(broken, good),
                                        PluginTrust.only(Set.of(), List.of())));

        assertEquals("a", refused.id(), "by its file's name");
        assertEquals("", refused.version());
    }
}
