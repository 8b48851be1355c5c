package dev.peerloom.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What we read of a jar in our own, faster way is what the JDK says of it. */
class JarNamesTest {
    private static final List<String> FILES =
            List.of(
                    "a/One.class",
                    "Top.class",
                    "a/b/Two.class",
                    "a/b/text.txt",
                    "a/c/only.txt",
                    "a/d/text.txt",
                    "a/d/Later.class",
                    "META-INF/In.class",
                    "META-INF/versions/11/Top.class",
                    "empty/",
                    "static/page.html",
                    "not-a-package/x.txt",
                    "META-INF/services/a.Service",
                    "META-INF/versions/7/too/Old.class",
                    "META-INF/versions/8/base/Base.class",
                    "META-INF/versions/9/",
                    "META-INF/versions/9/a/One.class",
                    "META-INF/versions/11/nine/Eleven.class",
                    "META-INF/versions/11/a/One.class",
                    "META-INF/versions/10/a/One.class",
                    "META-INF/versions/10/a/b/Two.class",
                    "META-INF/versions/17/META-INF/services/a.Other",
                    "META-INF/versions/x/strange.txt",
                    "META-INF/versions/12345/far/Off.class",
                    "META-INF/versions/900/later/Later.class",
                    "META-INF/versions/plain.txt",
                    "top.txt");

    @TempDir Path folder;

    private Path jar(boolean multiRelease) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (multiRelease) {
            manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        }
        Path file = folder.resolve("a.jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String name : FILES) {
                jar.putNextEntry(new JarEntry(name));
                jar.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static JarFile open(Path file) throws IOException {
        return new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFilesAreThoseOfTheJdk(boolean multiRelease) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Set<String> expectedPackages = new TreeSet<>();
        Set<String> expectedClasses = new TreeSet<>();
        Map<String, String> ours = new TreeMap<>();
        JarNames names;
        try (JarFile jar = open(jar(multiRelease))) {
            for (JarEntry entry : jar.versionedStream().toList()) {
                String name = entry.getName();
                int slash = name.lastIndexOf('/');
                if (entry.isDirectory()) {
                    continue;
                }
                if (slash < 0 || name.startsWith("META-INF/")) {
                    expected.put(name, content(jar, entry));
                } else {
                    expectedPackages.add(name.substring(0, slash).replace('/', '.'));
                }
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    expectedClasses.add(name.substring(0, Math.max(0, slash)).replace('/', '.'));
                }
            }
            names = JarNames.of(jar, multiRelease);
            for (var file : names.files().entrySet()) {
                ours.put(file.getKey(), content(jar, file.getValue()));
            }
        }
        assertEquals(expected, ours);
        assertEquals(expectedPackages, names.packages());
        assertEquals(expectedClasses, names.classPackages());
    }

    private static String content(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aClassIsFoundWhereTheJdkFindsIt() throws Exception {
        JarContents jar = JarContents.read("it", "a.jar", jar(true));
        assertTrue(jar.contains("a.b.Two"));
        assertTrue(jar.contains("nine.Eleven"), "only for newer versions of Java");
        for (String none :
                List.of("a.b.Three", "later.Later", "a/b/Two", "META-INF.versions.9.a.One", "")) {
            assertFalse(jar.contains(none), none);
        }
    }

    /** Our own libraries, signed and multi-release ones among them. */
    @Test
    void modulesAreReadAsTheJdkReadsThem() throws Exception {
        Set<String> compared = new TreeSet<>();
        for (Path library : libraries()) {
            JarContents read = JarContents.read("it", library.getFileName().toString(), library);
            if (read.module().isPresent()) {
                assertEquals(
                        ModuleFinder.of(library).findAll().iterator().next().descriptor(),
                        read.module().get().descriptor());
                compared.add(read.module().get().descriptor().name());
            }
            try (JarFile jar = new JarFile(library.toFile())) {
                assertEquals(
                        jar.getManifest().getMainAttributes(), read.manifest().getMainAttributes());
            }
        }
        assertTrue(compared.contains("org.bouncycastle.provider"), compared.toString());
    }

    private static List<Path> libraries() {
        String places =
                System.getProperty("jdk.module.path", "")
                        + ":"
                        + System.getProperty("java.class.path");
        return Stream.of(places.split(":"))
                .filter(place -> place.endsWith(".jar"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }
}
