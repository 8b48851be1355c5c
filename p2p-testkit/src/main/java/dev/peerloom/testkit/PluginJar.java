package dev.peerloom.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Builds a plugin jar from sources given as text: for tests of how a node loads plugins, and of a
 * plugin that depends on another.
 *
 * <pre>{@code
 * Path jar =
 *         PluginJar.plugin("hello")
 *                 .module("com.example.hello")
 *                 .source("com.example.hello.Hello", "package com.example.hello; …")
 *                 .provides(Protocol.class, "com.example.hello.Hello")
 *                 .writeTo(pluginsDirectory.resolve("hello.jar"));
 * }</pre>
 *
 * <p>The sources are compiled against the API that the test runs with, in memory. Nothing stops a
 * test from building a jar that no node would accept. The same calls give the same bytes. Not
 * thread-safe.
 */
public final class PluginJar {
    /** The first moment that a zip file can tell. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Map<String, String> manifest = new TreeMap<>();
    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, List<String>> services = new TreeMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final List<String> extensions = new ArrayList<>();
    private final List<String> directives = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private String moduleName = "";

    private PluginJar() {}

    /**
     * A jar with the manifest of a plugin: this id, version 1.0.0, and nothing else.
     *
     * @param id the manifest's {@code Plugin-Id}
     * @return the builder of the jar
     */
    public static PluginJar plugin(String id) {
        return new PluginJar().attribute("Plugin-Id", id).attribute("Plugin-Version", "1.0.0");
    }

    /**
     * A jar that is no plugin: a library to lie beside one.
     *
     * @return the builder of the jar
     */
    public static PluginJar library() {
        return new PluginJar();
    }

    /**
     * Sets {@code Plugin-Version}.
     *
     * @param version a semantic version, as {@code 1.2.3}
     * @return this
     */
    public PluginJar version(String version) {
        return attribute("Plugin-Version", version);
    }

    /**
     * Sets {@code Plugin-Requires}: the versions of Peerloom that the plugin works with.
     *
     * @param range as {@code >=1.0.0 & <2.0.0}
     * @return this
     */
    public PluginJar requires(String range) {
        return attribute("Plugin-Requires", range);
    }

    /**
     * Sets {@code Plugin-Dependencies}: the plugins that must be started first.
     *
     * @param plugins their ids, each with a range of versions if it matters: {@code eth@>=1.0.0}
     * @return this
     */
    public PluginJar dependsOn(String... plugins) {
        return attribute("Plugin-Dependencies", String.join(", ", plugins));
    }

    /**
     * Sets any main attribute of the manifest.
     *
     * @param name its name, as {@code Plugin-Description}
     * @param value its value, in place of an earlier one
     * @return this
     */
    public PluginJar attribute(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    /**
     * Leaves a main attribute of the manifest out, for tests of incomplete manifests.
     *
     * @param name its name
     * @return this
     */
    public PluginJar without(String name) {
        manifest.remove(name);
        return this;
    }

    /**
     * Adds a source file to compile.
     *
     * @param className the full name of the class, or {@code module-info} for a module descriptor
     *     of the test's own
     * @param text the source
     * @return this
     */
    public PluginJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /**
     * Makes the jar a named module with a descriptor that requires the API and provides what {@link
     * #provides} says. Without this it is a plain jar.
     *
     * @param name the name of the module
     * @param more further directives, as {@code "exports com.example.hello;"}
     * @return this
     */
    public PluginJar module(String name, String... more) {
        moduleName = name;
        directives.addAll(List.of(more));
        return this;
    }

    /**
     * Declares providers of a service: in the module descriptor of a named module, under {@code
     * META-INF/services} in a plain jar.
     *
     * @param service the service, as {@code Protocol.class}
     * @param implementations the full names of the classes that provide it
     * @return this
     */
    public PluginJar provides(Class<?> service, String... implementations) {
        services.computeIfAbsent(service.getName(), name -> new ArrayList<>())
                .addAll(List.of(implementations));
        return this;
    }

    /**
     * Lists classes in {@code META-INF/extensions.idx}, as PF4J's annotation processor does.
     *
     * @param implementations the full names of the classes
     * @return this
     */
    public PluginJar extensionIndex(String... implementations) {
        extensions.addAll(List.of(implementations));
        return this;
    }

    /**
     * Compiles against more than the API. A named module must require what it takes from there.
     *
     * @param jarsOrFolders jars, or folders of classes
     * @return this
     */
    public PluginJar compileAgainst(Path... jarsOrFolders) {
        libraries.addAll(List.of(jarsOrFolders));
        return this;
    }

    /**
     * Adds a file.
     *
     * @param path its place in the jar, as {@code com/example/table.txt}; one that a class or a
     *     generated file would have takes the place of it
     * @param content its bytes
     * @return this
     */
    public PluginJar entry(String path, byte[] content) {
        entries.put(path, content.clone());
        return this;
    }

    /**
     * Adds a text file in UTF-8.
     *
     * @param path its place in the jar
     * @param text its text
     * @return this
     */
    public PluginJar entry(String path, String text) {
        return entry(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Compiles and writes the jar, over an existing one.
     *
     * @param file where to; the folders above it are made
     * @return the file
     * @throws IllegalArgumentException if the sources do not compile: the message says why
     * @throws IOException if the file cannot be written
     */
    public Path writeTo(Path file) throws IOException {
        Map<String, byte[]> content = content();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            write(jar, "META-INF/MANIFEST.MF", manifestBytes());
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                write(jar, entry.getKey(), entry.getValue());
            }
        }
        return file;
    }

    private Map<String, byte[]> content() throws IOException {
        Map<String, String> all = new TreeMap<>(sources);
        if (!moduleName.isEmpty()) {
            all.put("module-info", descriptor());
        }
        Map<String, byte[]> content = new TreeMap<>();
        if (!all.isEmpty()) {
            content.putAll(SourceCompiler.compile(all, libraries));
        }
        if (!all.containsKey("module-info")) {
            services.forEach(
                    (name, lines) -> content.put("META-INF/services/" + name, text(lines)));
        }
        if (!extensions.isEmpty()) {
            content.put("META-INF/extensions.idx", text(extensions));
        }
        content.putAll(entries);
        return content;
    }

    private String descriptor() {
        StringBuilder text = new StringBuilder("module " + moduleName + " {\n");
        text.append("requires dev.peerloom.api;\n");
        directives.forEach(line -> text.append(line).append('\n'));
        services.forEach(
                (service, implementations) ->
                        text.append("provides ")
                                .append(service.replace('$', '.'))
                                .append(" with ")
                                .append(String.join(", ", implementations))
                                .append(";\n"));
        return text.append("}\n").toString();
    }

    private byte[] manifestBytes() throws IOException {
        Manifest result = new Manifest();
        Attributes main = result.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(main::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.write(bytes);
        return bytes.toByteArray();
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JarOutputStream jar, String path, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(path);
        entry.setTimeLocal(ENTRY_TIME);
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
