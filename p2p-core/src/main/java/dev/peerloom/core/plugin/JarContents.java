package dev.peerloom.core.plugin;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a jar says of itself, read without running any of it.
 *
 * @param name the file as the operator knows it, for messages
 * @param fileName its last part, from which a jar without descriptor gets its module name
 * @param path the file to read, which may be a copy
 * @param manifest its manifest, empty if there is none
 * @param module the module that its descriptor declares
 * @param packages the packages with classes in them, the unnamed one among them
 * @param services what its {@code META-INF/services} lists: providers by service
 * @param extensions what its {@code META-INF/extensions.idx} lists
 */
record JarContents(
        String name,
        String fileName,
        Path path,
        Manifest manifest,
        Optional<ModuleReference> module,
        Set<String> packages,
        Map<String, List<String>> services,
        List<String> extensions) {
    private static final Pattern VERSION = Pattern.compile("-(\\d+(\\.|$))");

    /** Where a jar lists the providers of its services. */
    static final String SERVICES = "META-INF/services/";

    /** Longer main sections are read too, with all that follows. */
    private static final int MAIN_SECTION = 64 * 1024;

    private static final String EXTENSIONS = "META-INF/extensions.idx";

    /** Reads a jar. */
    static JarContents read(String name, String fileName, Path path) throws PluginProblem {
        try (ZipFile jar = new ZipFile(path.toFile())) {
            Manifest manifest = manifest(jar);
            JarNames names = JarNames.of(jar, isMultiRelease(manifest));
            return new JarContents(
                    name,
                    fileName,
                    path,
                    manifest,
                    module(name, path, jar, names),
                    names.classPackages(),
                    services(jar, names.files()),
                    extensions(jar, names.files()));
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            throw new PluginProblem(name + " is not a readable jar: " + Text.message(e), e);
        }
    }

    /**
     * The manifest's main section. What follows in one of a signed jar is the sum of each of its
     * files: thousands of lines that nobody asks for.
     */
    private static Manifest manifest(ZipFile jar) throws IOException {
        Optional<? extends ZipEntry> entry = manifestEntry(jar);
        if (entry.isEmpty()) {
            return new Manifest();
        }
        try (InputStream in = jar.getInputStream(entry.get())) {
            byte[] bytes = in.readNBytes(MAIN_SECTION);
            int end = mainSection(bytes);
            InputStream start = new ByteArrayInputStream(bytes, 0, end);
            return new Manifest(end < bytes.length ? start : new SequenceInputStream(start, in));
        }
    }

    private static Optional<? extends ZipEntry> manifestEntry(ZipFile jar) {
        ZipEntry usual = jar.getEntry(JarFile.MANIFEST_NAME);
        return usual != null
                ? Optional.of(usual)
                : jar.stream()
                        .filter(e -> e.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME))
                        .findFirst();
    }

    private static boolean isMultiRelease(Manifest manifest) {
        String value = manifest.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE);
        return "true".equalsIgnoreCase(value);
    }

    /** Where the first empty line ends; a line ends with LF, CR or both. */
    private static int mainSection(byte[] manifest) {
        boolean empty = false;
        for (int i = 0; i < manifest.length; i++) {
            boolean pair = manifest[i] == '\n' && i > 0 && manifest[i - 1] == '\r';
            boolean end = manifest[i] == '\n' || manifest[i] == '\r';
            if (end && empty && !pair) {
                return i + 1;
            }
            empty = end;
        }
        return manifest.length;
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

    /** Whether a class is in it. The jar is looked into once more: few ask, for few classes. */
    boolean contains(String className) throws PluginProblem {
        String path = JarNames.pathOf(className);
        if (className.indexOf('/') >= 0 || !JarNames.isClass(path)) {
            return false;
        }
        try (JarFile jar =
                new JarFile(this.path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            return jar.getEntry(path) != null;
        } catch (IOException e) {
            throw new PluginProblem(name + " is not a readable jar: " + Text.message(e), e);
        }
    }

    private static Optional<ModuleReference> module(
            String name, Path path, ZipFile jar, JarNames names) throws IOException, PluginProblem {
        ZipEntry descriptor = names.files().get(JarNames.MODULE_INFO);
        if (descriptor == null) {
            return Optional.empty();
        }
        try (InputStream in = jar.getInputStream(descriptor)) {
            // Read byte by byte, each would be inflated by a call of its own.
            return Optional.of(JarModule.read(in.readAllBytes(), names, path));
        } catch (InvalidModuleDescriptorException e) {
            throw new PluginProblem(name + ": its module-info is broken: " + Text.message(e), e);
        }
    }

    private static Map<String, List<String>> services(ZipFile jar, Map<String, ZipEntry> files)
            throws IOException {
        Map<String, List<String>> services = new LinkedHashMap<>();
        for (Map.Entry<String, ZipEntry> file : files.entrySet()) {
            String path = file.getKey();
            if (path.startsWith(SERVICES) && path.indexOf('/', SERVICES.length()) < 0) {
                services.put(path.substring(SERVICES.length()), names(jar, file.getValue()));
            }
        }
        return services;
    }

    private static List<String> extensions(ZipFile jar, Map<String, ZipEntry> files)
            throws IOException {
        ZipEntry index = files.get(EXTENSIONS);
        return index == null ? List.of() : names(jar, index);
    }

    /** The class names of a list with one on each line and comments after {@code #}. */
    private static List<String> names(ZipFile jar, ZipEntry entry) throws IOException {
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
