package dev.peerloom.cli.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class FormTest {
    @TempDir Path folder;

    private Plan plan(String more) throws Exception {
        return Plan.read(
                Files.writeString(
                        folder.resolve("acme.toml"), "name = \"acme\"\nversion = \"1\"\n" + more));
    }

    @Test
    void anotherTypeIsAMistakeThatNamesThoseThatThereAre() throws Exception {
        assertEquals(Form.DEB, Form.parse("deb"));
        String said =
                assertThrows(ConfigurationException.class, () -> Form.parse("rpm")).getMessage();
        assertEquals("--type is one of archive, deb, app-image", said);
    }

    @Test
    void anApplicationImageTakesAJdkImage() throws Exception {
        Plan without = plan("");
        String said =
                assertThrows(
                                ConfigurationException.class,
                                () -> new AppImage(without, folder, Map.of()))
                        .getMessage();
        assertTrue(said.contains("platform = \"linux-x64\""), said);
    }

    @Test
    void theNameOfADebianPackageSaysForWhichMachines() throws Exception {
        assertEquals("acme_1_all.deb", new DebPackage(plan(""), folder).fileName());
        assertEquals(
                "acme_1_amd64.deb",
                new DebPackage(plan("platform = \"linux-x64\"\n"), folder).fileName());
    }
}
