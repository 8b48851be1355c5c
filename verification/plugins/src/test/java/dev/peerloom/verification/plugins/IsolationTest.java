package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.PluginStatus.State;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a plugin sees: the API, the JDK, its own libraries, its dependencies; nothing else. */
class IsolationTest extends HostTest {
    /** The same plugin, as a named module and without descriptor. */
    enum Form {
        NAMED {
            @Override
            PluginJar service(String start) {
                return Sources.namedService("probe", start, "");
            }
        },
        PLAIN {
            @Override
            PluginJar service(String start) {
                return Sources.plainService("probe", start, "");
            }
        };

        abstract PluginJar service(String start);
    }

    @ParameterizedTest
    @EnumSource
    void theHostsLibrariesAndItsOwnClassesAreInvisible(Form form) throws Exception {
        form.service(Sources.exposeLoading()).writeTo(plugins.resolve("probe.jar"));

        start();

        for (String name :
                new String[] {
                    "io.netty.buffer.ByteBuf",
                    "io.netty.channel.Channel",
                    "org.pf4j.PluginManager",
                    "org.pf4j.Extension",
                    "org.slf4j.Logger",
                    "org.bouncycastle.jce.provider.BouncyCastleProvider",
                    "dev.peerloom.core.Node",
                    "dev.peerloom.core.plugin.PluginHost",
                    "dev.peerloom.verification.plugins.IsolationTest",
                    "org.junit.jupiter.api.Test"
                }) {
            assertEquals("not found", node.call("probe_load", name), name);
        }
        assertEquals("module java.base", node.call("probe_load", "java.util.Optional"));
        assertTrue(
                node.call("probe_load", "dev.peerloom.api.rlp.RlpReader")
                        .toString()
                        .matches("module dev.peerloom.api|unnamed module .*"));
    }

    @ParameterizedTest
    @EnumSource
    void resourcesOfTheHostAreInvisible(Form form) throws Exception {
        form.service(
                        """
                        node.exposeMethod("resource", names ->
                            String.valueOf(
                                Main.class.getClassLoader().getResource((String) names.get(0))));
                        """)
                .entry("own/file.txt", "own")
                .writeTo(plugins.resolve("probe.jar"));

        start();

        String foreign = "dev/peerloom/core/plugin/version.properties";
        assertEquals("null", node.call("probe_resource", foreign));
        assertEquals("null", node.call("probe_resource", "io/netty/buffer/ByteBuf.class"));
        assertTrue(node.call("probe_resource", "own/file.txt").toString().startsWith("jar:file:"));
    }

    @ParameterizedTest
    @EnumSource
    void aFolderBringsItsOwnVersionOfALibraryOfTheHost(Form form) throws Exception {
        Path library = plugins.resolve("probe/netty-buffer-3.jar");
        PluginJar netty =
                PluginJar.library()
                        .source(
                                "io.netty.buffer.ByteBuf",
                                "package io.netty.buffer; public class ByteBuf {"
                                        + " public static String version() { return \"own\"; } }");
        if (form == Form.NAMED) {
            netty.source("module-info", "module io.netty.buffer { exports io.netty.buffer; }");
        }
        netty.writeTo(library);
        String start = "node.exposeMethod(\"version\", x -> io.netty.buffer.ByteBuf.version());";
        PluginJar main = form.service(start).compileAgainst(library);
        if (form == Form.NAMED) {
            main.module("probe.main", "requires io.netty.buffer;");
        }
        main.writeTo(plugins.resolve("probe/probe.jar"));

        start();

        assertEquals("own", node.call("probe_version"));
    }

    @Test
    void aNamedPluginSeesTheExportedPackagesOfItsDependency() throws Exception {
        Path base = provider();
        consumer()
                .module("user.main", "requires base.main;")
                .compileAgainst(base)
                .writeTo(plugins.resolve("a-user.jar"));

        start();

        assertEquals("hello from base", node.call("user_ask"));
        assertEquals("module base.main", node.call("user_load", "base.api.Greeter"));
        assertEquals("not found", node.call("user_load", "base.main.Main"));
    }

    @Test
    void aPlainPluginSeesTheExportedPackagesOfItsDependency() throws Exception {
        Path base = provider();
        plainConsumer().compileAgainst(base).writeTo(plugins.resolve("a-user.jar"));

        start();

        assertEquals("hello from base", node.call("user_ask"));
        assertEquals("not found", node.call("user_load", "base.main.Main"));
    }

    @Test
    void aNamedPluginRequiresAPlainDependencyByItsAutomaticName() throws Exception {
        Path base = base(Sources.plainService("base", PROVIDE, ""));
        base = Files.move(base, plugins.resolve("the-base-1.0.jar"));
        consumer()
                .module("user.main", "requires the.base;")
                .compileAgainst(base)
                .writeTo(plugins.resolve("a-user.jar"));

        start();

        assertEquals("hello from base", node.call("user_ask"));
    }

    @Test
    void withoutADependencyAnotherPluginIsInvisible() throws Exception {
        provider();
        Sources.plainService("user", Sources.exposeLoading(), "")
                .writeTo(plugins.resolve("user.jar"));

        start();

        assertEquals("not found", node.call("user_load", "base.api.Greeter"));
    }

    @Test
    void aDependencysProtocolIsNotOfferedAgain() throws Exception {
        Sources.namedProtocol("base").writeTo(plugins.resolve("base.jar"));
        Sources.namedProtocol("user").dependsOn("base").writeTo(plugins.resolve("user.jar"));

        start();

        assertEquals(1, node.offered.get("base").size());
        assertEquals(1, node.offered.get("user").size());
        assertEquals("user", node.offered.get("user").getFirst().name());
    }

    @Test
    void anOptionalDependencyStartsBeforeAndIsVisible() throws Exception {
        Path base = provider();
        plainConsumer()
                .compileAgainst(base)
                .attribute("Plugin-Dependencies", "base?@>=1.0.0")
                .writeTo(plugins.resolve("a-user.jar"));

        start();

        assertEquals("hello from base", node.call("user_ask"));
    }

    @Test
    void aMissingOptionalDependencyIsNoProblem() throws Exception {
        Sources.namedProtocol("user")
                .attribute("Plugin-Dependencies", "base?")
                .writeTo(plugins.resolve("user.jar"));

        start();

        assertEquals(State.READY, status("user").state());
    }

    private static final String PROVIDE =
            "node.provide(base.api.Greeter.class, () -> \"hello from base\");";

    private Path provider() throws Exception {
        return base(
                Sources.namedService("base", PROVIDE, "").module("base.main", "exports base.api;"));
    }

    private Path base(PluginJar base) throws Exception {
        return base.source(
                        "base.api.Greeter",
                        "package base.api; public interface Greeter { String greet(); }")
                .writeTo(plugins.resolve("base.jar"));
    }

    private static final String ASK =
            "node.exposeMethod(\"ask\", x ->"
                    + " node.service(base.api.Greeter.class).orElseThrow().greet());"
                    + Sources.exposeLoading();

    private static PluginJar consumer() {
        return Sources.namedService("user", ASK, "").dependsOn("base@>=1.0.0");
    }

    private static PluginJar plainConsumer() {
        return Sources.plainService("user", ASK, "").dependsOn("base@>=1.0.0");
    }
}
