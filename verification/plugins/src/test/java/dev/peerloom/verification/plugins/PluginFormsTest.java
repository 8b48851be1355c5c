package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.PluginStatus.State;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** The forms that a plugin may have on disk. */
class PluginFormsTest extends HostTest {
    private static final Map<Capability, Integer> HELLO = Map.of(new Capability("hello", 1), 2);

    @Test
    void aNamedModuleThatProvidesAProtocol() throws Exception {
        Sources.namedProtocol("hello").writeTo(plugins.resolve("hello.jar"));

        start();

        assertEquals(State.READY, status("hello").state());
        assertEquals(HELLO, status("hello").protocols());
        Module module = node.offered.get("hello").getFirst().getClass().getModule();
        assertEquals("hello.main", module.getName());
    }

    @Test
    void aNamedModuleWithAListOfServicesBesideItsDescriptorMakesOneProtocol() throws Exception {
        Sources.namedProtocol("hello")
                .entry("META-INF/services/dev.peerloom.api.Protocol", "hello.main.Main\n")
                .writeTo(plugins.resolve("hello.jar"));

        start();

        assertEquals(1, node.offered.get("hello").size());
    }

    @Test
    void aNamedModuleWhoseProviderIsAMethod() throws Exception {
        PluginJar.plugin("hello")
                .module("hello.main")
                .source("hello.main.Main", Sources.protocol("hello.main.Main", "hello"))
                .source(
                        "hello.main.Factory",
                        """
                        package hello.main;
                        public class Factory {
                            public static dev.peerloom.api.Protocol provider() {
                                return new Main();
                            }
                        }
                        """)
                .provides(Protocol.class, "hello.main.Factory")
                .writeTo(plugins.resolve("hello.jar"));

        start();

        assertEquals(HELLO, status("hello").protocols());
    }

    @Test
    void aPlainJarWithAListOfServices() throws Exception {
        PluginJar.plugin("hello")
                .source("com.example.Hello", Sources.protocol("com.example.Hello", "hello"))
                .provides(Protocol.class, "com.example.Hello")
                .writeTo(plugins.resolve("hello-plugin-1.0.jar"));

        start();

        assertEquals(HELLO, status("hello").protocols());
    }

    @Test
    void aPlainJarWhoseFileNameIsNoModuleName() throws Exception {
        PluginJar.plugin("hello")
                .source("com.example.Hello", Sources.protocol("com.example.Hello", "hello"))
                .provides(Protocol.class, "com.example.Hello")
                .writeTo(plugins.resolve("4 of class.jar"));

        start();

        assertEquals(HELLO, status("hello").protocols());
    }

    @Test
    void aClassicJarWithAnExtensionIndex() throws Exception {
        PluginJar.plugin("hello")
                .compileAgainst(Sources.hostJar("pf4j-"))
                .source(
                        "com.example.Hello",
                        Sources.protocol("com.example.Hello", "hello")
                                .replace(
                                        "public class Hello implements Protocol",
                                        "@org.pf4j.Extension public class Hello"
                                                + " implements Protocol, org.pf4j.ExtensionPoint"))
                .source(
                        "com.example.Classic",
                        "package com.example; public class Classic extends org.pf4j.Plugin {}")
                .attribute("Plugin-Class", "com.example.Classic")
                .compileAgainst(Sources.hostJar("slf4j-api"))
                .extensionIndex("com.example.Hello")
                .writeTo(plugins.resolve("hello.jar"));

        start();

        assertEquals(HELLO, status("hello").protocols());
    }

    @Test
    void aClassListedTwiceIsMadeOnce() throws Exception {
        String both =
                Sources.protocol("com.example.Hello", "hello")
                        .replace(
                                "implements Protocol {",
                                """
                                implements Protocol, NodeService {
                                public java.util.Collection<? extends Protocol> start(
                                        NodeContext node) {
                                    return java.util.List.of(this);
                                }
                                """);
        PluginJar.plugin("hello")
                .source("com.example.Hello", both)
                .provides(Protocol.class, "com.example.Hello")
                .provides(NodeService.class, "com.example.Hello")
                .extensionIndex("com.example.Hello")
                .writeTo(plugins.resolve("hello.jar"));

        start();

        assertEquals(1, node.offered.get("hello").size());
    }

    @Test
    void aServiceOffersProtocolsBesideThoseOfThePlugin() throws Exception {
        PluginJar.plugin("hello")
                .module("hello.main")
                .source("hello.main.One", Sources.protocol("hello.main.One", "one"))
                .source("hello.main.Two", Sources.protocol("hello.main.Two", "two"))
                .source(
                        "hello.main.Main",
                        Sources.service("hello.main.Main", "", "")
                                .replace("return List.of()", "return List.of(new Two())"))
                .provides(Protocol.class, "hello.main.One")
                .provides(NodeService.class, "hello.main.Main")
                .writeTo(plugins.resolve("hello.jar"));

        start();

        assertEquals(
                List.of("one", "two"),
                node.offered.get("hello").stream().map(Protocol::name).toList());
    }

    @Test
    void aFolderWithANamedModuleThatRequiresAPlainLibrary() throws Exception {
        PluginJar library =
                PluginJar.library()
                        .source(
                                "com.example.lib.Lib",
                                "package com.example.lib; public class Lib {"
                                        + " public static String name() { return \"hello\"; } }");
        library.writeTo(plugins.resolve("hello/some-lib-2.1.jar"));
        PluginJar.plugin("hello")
                .module("hello.main", "requires some.lib;")
                .compileAgainst(plugins.resolve("hello/some-lib-2.1.jar"))
                .source(
                        "hello.main.Main",
                        Sources.protocol("hello.main.Main", "x")
                                .replace("\"x\"", "com.example.lib.Lib.name()"))
                .provides(Protocol.class, "hello.main.Main")
                .writeTo(plugins.resolve("hello/hello.jar"));

        start();

        assertEquals(HELLO, status("hello").protocols());
        assertEquals(plugins.resolve("hello"), status("hello").file());
    }

    @Test
    void aFolderOfPlainJarsThatShareAPackage() throws Exception {
        for (String part : List.of("A", "B")) {
            PluginJar.library()
                    .source(
                            "com.example.lib." + part,
                            ("package com.example.lib; public class %s {"
                                            + " public static String name() { return \"%s\"; } }")
                                    .formatted(part, part))
                    .writeTo(plugins.resolve("hello/lib-" + part + ".jar"));
        }
        PluginJar.plugin("hello")
                .compileAgainst(
                        plugins.resolve("hello/lib-A.jar"), plugins.resolve("hello/lib-B.jar"))
                .source(
                        "com.example.Hello",
                        Sources.protocol("com.example.Hello", "x")
                                .replace(
                                        "\"x\"",
                                        "com.example.lib.A.name() + com.example.lib.B.name()"))
                .provides(Protocol.class, "com.example.Hello")
                .writeTo(plugins.resolve("hello/zz.jar"));

        start();

        assertEquals(Map.of(new Capability("AB", 1), 2), status("hello").protocols());
    }

    @Test
    void aPlainLibraryLooksForServices() throws Exception {
        String spi = "package com.example.spi; public interface Spi { String name(); }";
        String finder =
                """
                package com.example.spi;
                public class Finder {
                    public static String find() {
                        return java.util.ServiceLoader.load(Spi.class).findFirst()
                                .map(Spi::name).orElse("none")
                            + java.util.ServiceLoader.load(Finder.class).stream().count();
                    }
                }
                """;
        PluginJar.library()
                .source("com.example.spi.Spi", spi)
                .source("com.example.spi.Finder", finder)
                .writeTo(plugins.resolve("hello/spi.jar"));
        PluginJar.plugin("hello")
                .compileAgainst(plugins.resolve("hello/spi.jar"))
                .source(
                        "com.example.Found",
                        "package com.example; public class Found implements com.example.spi.Spi {"
                                + " public String name() { return \"found\"; } }")
                .source(
                        "com.example.Hello",
                        Sources.protocol("com.example.Hello", "x")
                                .replace("\"x\"", "com.example.spi.Finder.find()"))
                .entry("META-INF/services/com.example.spi.Spi", "com.example.Found # the one\n")
                .provides(Protocol.class, "com.example.Hello")
                .writeTo(plugins.resolve("hello/hello.jar"));

        start();

        assertEquals(Map.of(new Capability("found0", 1), 2), status("hello").protocols());
    }

    @Test
    void statusTellsTheManifest() throws Exception {
        Sources.namedProtocol("hello")
                .version("2.3.4-beta.1")
                .attribute("Plugin-Description", "says hello")
                .requires(">=1.0.0 & <2.0.0")
                .writeTo(plugins.resolve("hello.jar"));

        host.load();

        assertEquals("2.3.4-beta.1", status("hello").version());
        assertEquals("says hello", status("hello").description());
        assertEquals(State.RESOLVED, status("hello").state());
        assertTrue(node.offered.isEmpty());
        host.start();
        assertSame(State.READY, status("hello").state());
    }
}
