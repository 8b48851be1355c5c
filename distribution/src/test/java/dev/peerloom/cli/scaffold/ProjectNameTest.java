package dev.peerloom.cli.scaffold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.Plugins;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import javax.lang.model.SourceVersion;

class ProjectNameTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "chat, chat, Chat, com.example.chat",
        "file-transfer, filetran, FileTransfer, com.example.filetransfer",
        "my_net.v2, mynetv2, MyNetV2, com.example.mynetv2",
        "Exactly8, Exactly8, Exactly8, com.example.exactly8",
        "a-b-c, a-b-c, ABC, com.example.abc",
        "int, int, Int, com.example.intplugin",
    })
    void everyNameComesFromThePlugins(String id, String capability, String prefix, String where)
            throws ConfigurationException {
        assertEquals(new ProjectName(id, capability, prefix, where), ProjectName.of(id));
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("abzAZ09-_.")
                .ofMaxLength(70)
                .map(rest -> "x" + rest)
                .filter(id -> !id.contains("..") && !id.endsWith("."));
    }

    @Property
    void whatIsAcceptedIsLegalEverywhere(@ForAll("ids") String id) {
        ProjectName name;
        try {
            name = ProjectName.of(id);
        } catch (ConfigurationException e) {
            assertTrue(id.length() > 64, e::getMessage);
            return;
        }
        assertEquals(name.capability(), new Capability(name.capability(), 1).name());
        assertTrue(SourceVersion.isName(name.packageName(), SourceVersion.latest()), id);
        assertTrue(SourceVersion.isIdentifier(name.prefix() + "Protocol"), id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "9lives", "-chat", "chät", "my chat", "a..b", "a.", "a/b", "../a", "a\nb",
                "${x}", "admin", "RPC"
            })
    void whatIsNoNameIsAMistakeOfOneLine(String id) {
        ConfigurationException wrong =
                assertThrows(ConfigurationException.class, () -> ProjectName.of(id));
        assertTrue(wrong.getMessage().contains("name"), wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "com.",
                "com.example.int",
                "com..example",
                "9.lives",
                "com.exämple",
                "a b",
                "java.util",
                "java",
                "dev.peerloom.api",
                "dev.peerloom.core.chat"
            })
    void whatIsNoPackageOfOnesOwnIsAMistake(String packageName) {
        assertThrows(ConfigurationException.class, () -> ProjectName.of("chat", packageName));
    }

    /** The list of taken ids here is that of the plugin host. */
    @Test
    void theNodeKeepsTheNamesThatWeRefuse() throws Exception {
        for (String id : ProjectName.TAKEN) {
            writePlugin(id);
        }
        List<PluginStatus> plugins = Plugins.list(folder);
        assertEquals(ProjectName.TAKEN.size(), plugins.size());
        for (PluginStatus plugin : plugins) {
            String problem = plugin.problem().orElseThrow();
            assertTrue(problem.contains("which the node keeps for itself"), problem);
        }
    }

    private void writePlugin(String id) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", id);
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
        Path jar = folder.resolve(id + ".jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
