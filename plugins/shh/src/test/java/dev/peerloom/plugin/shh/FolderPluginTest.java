package dev.peerloom.plugin.shh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeService;

import org.junit.jupiter.api.Test;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The plugin's folder, whose jars become modules of one layer. */
class FolderPluginTest {
    private static final Path LIBRARIES = Path.of("target", "plugin", "shh");

    @Test
    void theFoldersModulesResolveOverTheApiAndTheJdkAlone() {
        ModuleFinder finder =
                ModuleFinder.compose(
                        ModuleFinder.of(Path.of("target", "classes")), ModuleFinder.of(LIBRARIES));
        URI api =
                NodeService.class
                        .getModule()
                        .getLayer()
                        .configuration()
                        .findModule("dev.peerloom.api")
                        .orElseThrow()
                        .reference()
                        .location()
                        .orElseThrow();
        Configuration host =
                Configuration.resolve(
                        ModuleFinder.of(Path.of(api)),
                        List.of(Configuration.empty()),
                        ModuleFinder.ofSystem(),
                        Set.of("dev.peerloom.api", "java.naming", "java.sql"));
        Configuration plugin =
                Configuration.resolve(
                        finder,
                        List.of(host),
                        ModuleFinder.of(),
                        Set.of("dev.peerloom.plugin.shh"));
        assertTrue(plugin.findModule("org.bouncycastle.provider").isPresent());
        assertEquals(
                Set.of("dev.peerloom.plugin.shh.ShhService"),
                providers(plugin.findModule("dev.peerloom.plugin.shh").orElseThrow().reference()));
    }

    @Test
    void noPackageIsInTwoJars() {
        Set<String> seen = new HashSet<>();
        for (ModuleReference jar : ModuleFinder.of(LIBRARIES).findAll()) {
            if (jar.descriptor().name().startsWith("dev.peerloom")) {
                continue; // from an earlier build
            }
            for (String name : jar.descriptor().packages()) {
                assertTrue(seen.add(name), name + " is also in " + jar.descriptor().name());
            }
        }
        assertFalse(seen.isEmpty());
    }

    @Test
    void theFolderHasNothingThatTheHostBrings() {
        for (ModuleReference jar : ModuleFinder.of(LIBRARIES).findAll()) {
            String name = jar.descriptor().name();
            assertFalse(
                    name.startsWith("io.netty")
                            || name.equals("dev.peerloom.api")
                            || name.startsWith("org.slf4j")
                            || name.startsWith("tools.jackson"),
                    name);
        }
    }

    private static Set<String> providers(ModuleReference module) {
        Set<String> names = new HashSet<>();
        for (ModuleDescriptor.Provides provides : module.descriptor().provides()) {
            names.addAll(provides.providers());
        }
        return names;
    }
}
