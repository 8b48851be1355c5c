package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

class PluginJarTest {
    private static final String ECHO =
            """
            package com.example.echo;
            import dev.peerloom.api.*;
            public final class Echo implements Protocol {
                @Override public String name() { return "echo"; }
                @Override public int version() { return 3; }
                @Override public int length() { return 2; }
                @Override public void run(Peer peer, MessageChannel channel) {}
            }
            """;

    static {
        PluginJarTest.class.getModule().addUses(Protocol.class);
    }

    @TempDir private Path folder;

    private static PluginJar echo() {
        return PluginJar.plugin("echo")
                .source("com.example.echo.Echo", ECHO)
                .provides(Protocol.class, "com.example.echo.Echo");
    }

    @Test
    void buildsANamedModuleWhoseProviderAModuleLayerFinds() throws IOException {
        Path jar = echo().module("com.example.echo").writeTo(folder.resolve("a/b/echo.jar"));

        ModuleLayer layer = layer(ModuleLayer.boot(), jar, "com.example.echo");
        Protocol protocol = ServiceLoader.load(layer, Protocol.class).findFirst().orElseThrow();
        assertEquals("com.example.echo", protocol.getClass().getModule().getName());
        assertEquals("echo", protocol.name());
        try (JarFile file = new JarFile(jar.toFile())) {
            assertNull(file.getEntry("META-INF/services/" + Protocol.class.getName()));
        }
    }

    @Test
    void buildsAPlainJarWhoseProviderAClassLoaderFinds() throws IOException {
        Path jar = echo().writeTo(folder.resolve("echo.jar"));

        URL[] urls = {jar.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, Protocol.class.getClassLoader())) {
            List<Protocol> found =
                    ServiceLoader.load(Protocol.class, loader).stream()
                            .map(ServiceLoader.Provider::get)
                            .filter(one -> loader.equals(one.getClass().getClassLoader()))
                            .toList();
            assertEquals(3, found.getFirst().version());
            assertFalse(found.getFirst().getClass().getModule().isNamed());
        }
        assertTrue(ModuleFinder.of(jar).findAll().iterator().next().descriptor().isAutomatic());
    }

    @Test
    void writesTheManifestOfAPlugin() throws IOException {
        Path jar =
                PluginJar.plugin("x")
                        .version("2.1.0")
                        .requires(">=1.0.0")
                        .dependsOn("eth@>=1.0.0", "shh")
                        .attribute("Plugin-Description", "An example")
                        .writeTo(folder.resolve("x.jar"));
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes main = file.getManifest().getMainAttributes();
            assertEquals("x", main.getValue("Plugin-Id"));
            assertEquals("2.1.0", main.getValue("Plugin-Version"));
            assertEquals(">=1.0.0", main.getValue("Plugin-Requires"));
            assertEquals("eth@>=1.0.0, shh", main.getValue("Plugin-Dependencies"));
            assertEquals("An example", main.getValue("Plugin-Description"));
        }
    }

    @Test
    void leavesOutWhatATestWantsMissing() throws IOException {
        Path jar = PluginJar.plugin("x").without("Plugin-Version").writeTo(folder.resolve("x.jar"));
        try (JarFile file = new JarFile(jar.toFile())) {
            assertNull(file.getManifest().getMainAttributes().getValue("Plugin-Version"));
        }
        Path library = PluginJar.library().writeTo(folder.resolve("y.jar"));
        try (JarFile file = new JarFile(library.toFile())) {
            assertNull(file.getManifest().getMainAttributes().getValue("Plugin-Id"));
        }
    }

    @Test
    void listsExtensionsInTheIndexOfPf4j() throws IOException {
        Path jar =
                PluginJar.plugin("x").extensionIndex("a.B", "a.C").writeTo(folder.resolve("x.jar"));
        assertEquals("a.B\na.C\n", read(jar, "META-INF/extensions.idx"));
    }

    @Test
    void addsFilesAndLetsThemReplaceWhatWasGenerated() throws IOException {
        Path jar =
                echo().module("com.example.echo")
                        .entry("com/example/echo/table.txt", "Größe")
                        .entry("module-info.class", new byte[] {1, 2, 3})
                        .writeTo(folder.resolve("x.jar"));
        assertEquals("Größe", read(jar, "com/example/echo/table.txt"));
        assertEquals("\u0001\u0002\u0003", read(jar, "module-info.class"));
    }

    @Test
    void compilesAgainstAnotherPlugin() throws IOException {
        Path base =
                PluginJar.plugin("base")
                        .module("com.example.base", "exports com.example.base;")
                        .source(
                                "com.example.base.Base",
                                "package com.example.base; public interface Base { int N = 7; }")
                        .writeTo(folder.resolve("base.jar"));
        Path user =
                PluginJar.plugin("user")
                        .dependsOn("base")
                        .compileAgainst(base)
                        .module("com.example.user", "requires com.example.base;")
                        .source(
                                "com.example.user.User",
                                """
                                package com.example.user;
                                public final class User implements com.example.base.Base {}
                                """)
                        .writeTo(folder.resolve("user.jar"));
        ModuleLayer below = layer(ModuleLayer.boot(), base, "com.example.base");
        ModuleLayer layer = layer(below, user, "com.example.user");
        assertNotNull(
                Class.forName(
                        layer.findModule("com.example.user").orElseThrow(),
                        "com.example.user.User"));
    }

    @Test
    void acceptsADescriptorOfTheTestsOwn() throws IOException {
        Path jar =
                echo().source("module-info", "open module own { requires dev.peerloom.api; }")
                        .writeTo(folder.resolve("x.jar"));
        assertTrue(ModuleFinder.of(jar).find("own").orElseThrow().descriptor().isOpen());
    }

    @Test
    void saysWhyTheSourcesDoNotCompile() {
        PluginJar broken =
                PluginJar.plugin("x").source("a.B", "package a; class B { int i = \"\"; }");
        Path file = folder.resolve("x.jar");
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> broken.writeTo(file));
        assertTrue(refusal.getMessage().contains("/a/B.java:1"), refusal.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void givesTheSameBytesForTheSameCalls() throws IOException {
        Path first = echo().module("m").writeTo(folder.resolve("1.jar"));
        Path second = echo().module("m").writeTo(folder.resolve("2.jar"));
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    private static ModuleLayer layer(ModuleLayer parent, Path jar, String module) {
        Configuration configuration =
                parent.configuration()
                        .resolveAndBind(ModuleFinder.of(jar), ModuleFinder.of(), Set.of(module));
        return parent.defineModulesWithOneLoader(configuration, Protocol.class.getClassLoader());
    }

    private static String read(Path jar, String path) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            byte[] content = file.getInputStream(file.getEntry(path)).readAllBytes();
            return new String(content, StandardCharsets.UTF_8);
        }
    }
}
