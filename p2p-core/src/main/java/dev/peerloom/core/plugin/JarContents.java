package dev.peerloom.core.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * What a jar says of itself, read without running any of it.
 *
 * @param name the file as the operator knows it, for messages
 * @param fileName its last part, from which a jar without descriptor gets its module name
 * @param path the file to read, which may be a copy
 * @param manifest its manifest, empty if there is none
 * @param module the module that its descriptor declares
 * @param classes the binary names of its classes
 * @param services what its {@code META-INF/services} lists: providers by service
 * @param extensions what its {@code META-INF/extensions.idx} lists
 */
record JarContents(
        String name,
        String fileName,
        Path path,
        Manifest manifest,
        Optional<ModuleReference> module,
        Set<String> classes,
        Map<String, List<String>> services,
        List<String> extensions) {
    private static final Pattern VERSION = Pattern.compile("-(\\d+(\\.|$))");
    private static final String SERVICES = "META-INF/services/";
    private static final String EXTENSIONS = "META-INF/extensions.idx";

    /** Reads a jar. */
    static JarContents read(String name, String fileName, Path path) throws PluginProblem {
        try (JarFile jar =
                new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            Manifest manifest = jar.getManifest();
            List<JarEntry> entries = jar.versionedStream().filter(e -> !e.isDirectory()).toList();
            return new JarContents(
                    name,
                    fileName,
                    path,
                    manifest == null ? new Manifest() : manifest,
                    jar.getJarEntry("module-info.class") == null
                            ? Optional.empty()
                            : Optional.of(module(name, path)),
                    classes(entries),
                    services(jar, entries),
                    extensions(jar));
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            throw new PluginProblem(name + " is not a readable jar: " + Text.message(e), e);
        }
    }

    /** The packages with classes in them, the unnamed one among them. */
    Set<String> packages() {
        return classes.stream()
                .map(JarContents::packageOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name of the automatic module that the jar would be, by the JDK's rules. */
    String automaticName() {
        String declared = manifest.getMainAttributes().getValue("Automatic-Module-Name");
        if (declared != null) {
            return declared.strip();
        }
        String name = fileName.replaceFirst("(?i)\\.jar$", "");
        Matcher version = VERSION.matcher(name);
        if (version.find()) {
            name = name.substring(0, version.start());
        }
        return name.replaceAll("[^A-Za-z0-9]+", ".").replaceAll("^\\.|\\.$", "");
    }

    /** The package of a class, empty for the unnamed one. */
    static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }

    private static ModuleReference module(String name, Path path) throws PluginProblem {
        try {
            return ModuleFinder.of(path).findAll().iterator().next();
        } catch (FindException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new PluginProblem(
                    name + ": its module-info is broken: " + Text.message(reason), e);
        }
    }

    private static Set<String> classes(List<JarEntry> entries) {
        Set<String> classes = new TreeSet<>();
        for (JarEntry entry : entries) {
            String path = entry.getName();
            if (path.endsWith(".class") && !path.startsWith("META-INF/")) {
                classes.add(path.substring(0, path.length() - 6).replace('/', '.'));
            }
        }
        classes.remove("module-info");
        return classes;
    }

    private static Map<String, List<String>> services(JarFile jar, List<JarEntry> entries)
            throws IOException {
        Map<String, List<String>> services = new LinkedHashMap<>();
        for (JarEntry entry : entries) {
            String path = entry.getName();
            if (path.startsWith(SERVICES) && path.indexOf('/', SERVICES.length()) < 0) {
                services.put(path.substring(SERVICES.length()), names(jar, entry));
            }
        }
        return services;
    }

    private static List<String> extensions(JarFile jar) throws IOException {
        JarEntry index = jar.getJarEntry(EXTENSIONS);
        return index == null ? List.of() : names(jar, index);
    }

    /** The class names of a list with one on each line and comments after {@code #}. */
    private static List<String> names(JarFile jar, JarEntry entry) throws IOException {
        List<String> names = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!name.isEmpty() && !names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
