package dev.peerloom.cli.inspect;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/**
 * What one jar holds. Immutable.
 *
 * @param path the file
 * @param size its length in bytes
 * @param manifest the main attributes of its manifest
 * @param module its module descriptor
 * @param moduleProblem what is wrong with its module descriptor
 * @param classes the binary names of its classes, each with its class file version; those of other
 *     Java versions in a multi-release jar are left out
 * @param services what {@code META-INF/services} lists: providers by service
 * @param extensions what {@code META-INF/extensions.idx} lists
 * @param natives the native libraries in it
 */
public record JarFacts(
        Path path,
        long size,
        Map<String, String> manifest,
        Optional<ModuleDescriptor> module,
        Optional<String> moduleProblem,
        Map<String, Integer> classes,
        Map<String, List<String>> services,
        List<String> extensions,
        List<String> natives) {
    private static final String SERVICES = "META-INF/services/";
    private static final int MAGIC = 0xCAFEBABE;

    /** Copies. */
    public JarFacts {
        manifest = new TreeMap<>(manifest);
        classes = new TreeMap<>(classes);
        services = new TreeMap<>(services);
        extensions = List.copyOf(extensions);
        natives = List.copyOf(natives);
    }

    /**
     * Reads a jar.
     *
     * @throws IOException if it is no readable jar
     */
    static JarFacts read(Path path) throws IOException {
        try (JarFile jar = open(path)) {
            Map<String, Integer> classes = new TreeMap<>();
            Map<String, List<String>> services = new TreeMap<>();
            List<String> natives = new ArrayList<>();
            for (JarEntry entry : jar.versionedStream().toList()) {
                String name = entry.getName();
                if (isClass(name)) {
                    classes.put(className(name), version(jar, entry));
                } else if (name.startsWith(SERVICES) && !entry.isDirectory()) {
                    services.put(name.substring(SERVICES.length()), lines(jar, entry));
                } else if (name.matches(".*\\.(so|dll|dylib|jnilib)(\\.[0-9.]+)?")) {
                    natives.add(name);
                }
            }
            JarEntry index = jar.getJarEntry("META-INF/extensions.idx");
            boolean named = jar.getJarEntry("module-info.class") != null;
            Optional<String> problem = named ? moduleProblem(path) : Optional.empty();
            return new JarFacts(
                    path,
                    Files.size(path),
                    manifest(jar),
                    named && problem.isEmpty() ? module(path) : Optional.empty(),
                    problem,
                    classes,
                    services,
                    index == null ? List.of() : lines(jar, index),
                    natives);
        } catch (SecurityException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Opens a jar as the JVM would, for the Java that runs. */
    public static JarFile open(Path path) throws IOException {
        return new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
    }

    /** Whether an entry is a class that a plugin could load. */
    public static boolean isClass(String entry) {
        return entry.endsWith(".class")
                && !entry.startsWith("META-INF/")
                && !entry.endsWith("module-info.class");
    }

    private static String className(String entry) {
        return entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    }

    /** The file's name. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** One main attribute of the manifest, empty if it is not there. */
    public String attribute(String name) {
        return manifest.getOrDefault(name, "").strip();
    }

    /** The packages with classes in them. */
    public Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        for (String name : classes.keySet()) {
            packages.add(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
        }
        return packages;
    }

    private static Optional<ModuleDescriptor> module(Path path) {
        return ModuleFinder.of(path).findAll().stream().map(r -> r.descriptor()).findFirst();
    }

    private static Optional<String> moduleProblem(Path path) {
        try {
            ModuleFinder.of(path).findAll();
            return Optional.empty();
        } catch (FindException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            return Optional.of(String.valueOf(reason.getMessage()));
        }
    }

    private static Map<String, String> manifest(JarFile jar) throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        Manifest manifest = jar.getManifest();
        if (manifest != null) {
            manifest.getMainAttributes()
                    .forEach((key, value) -> attributes.put(key.toString(), value.toString()));
        }
        return attributes;
    }

    /** The class file version: 69 is Java 25; 0 if it is no class file. */
    private static int version(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry);
                DataInputStream data = new DataInputStream(in)) {
            if (entry.getSize() < 8 || data.readInt() != MAGIC) {
                return 0;
            }
            data.readUnsignedShort();
            return data.readUnsignedShort();
        }
    }

    private static List<String> lines(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .toList();
        }
    }
}
