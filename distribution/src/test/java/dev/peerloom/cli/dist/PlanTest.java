package dev.peerloom.cli.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class PlanTest {
    @TempDir Path folder;

    private Plan read(String text) throws Exception {
        return Plan.read(Files.writeString(folder.resolve("acme.toml"), text));
    }

    @Test
    void aNameAndAVersionAreEnough() throws Exception {
        Plan plan = read("name = \"acme-node\"\nversion = \"1.2.0\"\n");
        assertEquals(Platform.ANY, plan.platform());
        assertEquals(List.of(), plan.plugins());
        assertEquals(Optional.empty(), plan.config());
        assertEquals("acme-node-1.2.0.zip", plan.platform().archive(plan));
    }

    @Test
    void forAPlatformItBringsAJdkUnlessToldNotTo() throws Exception {
        String linux = "name = \"a\"\nversion = \"1\"\nplatform = \"linux-x64\"\n";
        assertTrue(read(linux).jdk());
        assertEquals(false, read(linux + "jdk = false\n").jdk());
    }

    @Test
    void pathsAreTakenFromItsFolder() throws Exception {
        Plan plan = read("name = \"a\"\nversion = \"1\"\nconfig = \"conf/a.toml\"\n");
        assertEquals(Optional.of(folder.resolve("conf/a.toml")), plan.config());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    name = "Acme"; version = "1"                      | name must be
                    name = "../x"; version = "1"                      | name must be
                    name = "peerloom"; version = "1"                  | must be your own
                    name = "a"                                        | version must be
                    name = "a"; version = "1 2"                       | version must be
                    name = "a"; version = "1"; plugin = ["x"]         | there is no plugin
                    name = "a"; version = "1"; plugins = "x"          | plugins must be a list
                    name = "a"; version = "1"; jdk = "yes"            | jdk must be true or false
                    name = "a"; version = "1"; jdk = true             | a JDK image is for one platform
                    name = "a"; version = "1"; platform = "mac"       | any, linux-x64
                    name = "a"; version = "1"; banner = "a\\nb"       | banner must be one line
                    name = a                                          | line 1
                    """)
    void aMistakeIsNamedWithItsFile(String text, String said) {
        ConfigurationException wrong =
                assertThrows(
                        ConfigurationException.class, () -> read(text.replace("; ", "\n") + "\n"));
        assertTrue(wrong.getMessage().contains(said), wrong.getMessage());
        assertTrue(wrong.getMessage().contains("acme.toml"), wrong.getMessage());
    }
}
