package dev.peerloom.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * A jar without module descriptor, with one that was made for it. The JDK's automatic modules would
 * read every module of the node, its Netty among them, and could not bring their own.
 */
final class PlainModule extends ModuleReference {
    private final Path jar;

    PlainModule(ModuleDescriptor descriptor, Path jar) {
        super(descriptor, jar.toUri());
        this.jar = jar;
    }

    @Override
    public ModuleReader open() throws IOException {
        return new Reader(
                new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version()),
                jar.toUri());
    }

    private record Reader(JarFile jar, URI location) implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            JarEntry entry = jar.getJarEntry(name);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(URI.create("jar:" + location + "!/" + entry.getRealName()));
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            JarEntry entry = jar.getJarEntry(name);
            return entry == null ? Optional.empty() : Optional.of(jar.getInputStream(entry));
        }

        @Override
        public Stream<String> list() {
            return jar.versionedStream().map(JarEntry::getName).toList().stream();
        }

        @Override
        public void close() throws IOException {
            jar.close();
        }
    }
}
