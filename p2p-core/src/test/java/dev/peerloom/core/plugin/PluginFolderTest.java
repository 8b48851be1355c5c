package dev.peerloom.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What is found of files that come, change and go, look by look. */
class PluginFolderTest {
    @TempDir Path directory;
    private PluginFolder folder;
    private int changes;

    @BeforeEach
    void start() throws Exception {
        folder = new PluginFolder(directory, new PluginEvents(InstantSource.system()));
        folder.prime();
    }

    private static byte[] zip(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("content"));
            byte[] content = new byte[size];
            new Random(1).nextBytes(content);
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    /** Each write has a time of its own, however coarse the file system's clock is. */
    private Path write(String name, byte[] content) throws IOException {
        Path file = Files.write(directory.resolve(name), content);
        return Files.setLastModifiedTime(
                file, FileTime.from(Instant.ofEpochSecond(1_000_000 + ++changes)));
    }

    private void assertNothing() {
        PluginFolder.Found found = folder.look();
        assertTrue(found.isEmpty(), found::toString);
    }

    private void assertTaken(Path file) {
        assertNothing();
        assertEquals(Set.of(file), folder.look().settled().keySet());
    }

    @Test
    void aCompleteJarIsTakenAtTheSecondLookAndOnce() throws Exception {
        assertTaken(write("a.jar", zip(10)));
        assertNothing();
    }

    @Test
    void whatWasThereBeforeIsKnown() throws Exception {
        write("a.jar", zip(10));
        folder.prime();
        assertNothing();
        assertNothing();
    }

    @Test
    void aJarThatGrowsIsTakenWhenItHasStopped() throws Exception {
        byte[] whole = zip(100_000);
        for (int length = 10; length < whole.length; length += 10) {
            write("a.jar", Arrays.copyOf(whole, length));
            assertNothing();
        }
        assertTaken(write("a.jar", whole));
    }

    @Test
    void anIncompleteJarIsWaitedForAndToldOnceWhenItStaysSo() throws Exception {
        byte[] whole = zip(10);
        Path jar = write("a.jar", Arrays.copyOf(whole, whole.length - 1));
        for (int look = 0; look < PluginFolder.PATIENCE; look++) {
            assertNothing();
        }
        assertEquals(Set.of(jar), folder.look().broken().keySet());
        for (int look = 0; look < 2 * PluginFolder.PATIENCE; look++) {
            assertNothing();
        }
        assertTaken(write("a.jar", whole));
    }

    @Test
    void aJarWithADamagedEntryIsIncomplete() throws Exception {
        byte[] damaged = zip(100_000);
        damaged[60] ^= 1;
        write("a.jar", damaged);
        assertNothing();
        assertNothing();
    }

    @Test
    void aChangedJarIsTakenAgain() throws Exception {
        write("a.jar", zip(10));
        folder.prime();
        assertTaken(write("a.jar", zip(11)));
    }

    @Test
    void aJarThatIsGoneForTwoLooksIsGone() throws Exception {
        Path jar = write("a.jar", zip(10));
        folder.prime();
        Files.delete(jar);
        assertNothing();
        assertEquals(List.of(jar), folder.look().gone());
        assertNothing();
    }

    @Test
    void aReplacementThatTakesAMomentIsAChange() throws Exception {
        Path jar = write("a.jar", zip(10));
        folder.prime();
        Files.delete(jar);
        assertNothing();
        assertTaken(write("a.jar", zip(12)));
        assertNothing();
    }

    /** A deleted plugin ran on for as long as something wrote to another file. */
    @Test
    void whatIsGoneGoesEvenWhileAnotherFileIsWrittenWithoutEnd() throws Exception {
        Path old = write("old.jar", zip(10));
        folder.prime();
        Files.delete(old);
        for (int i = 1; i < PluginFolder.PATIENCE; i++) {
            write("endless.jar", new byte[i]);
            assertNothing();
        }
        write("endless.jar", new byte[0]);
        assertEquals(List.of(old), folder.look().gone());
    }

    /** Archives with a fixed time: two builds of a size differ in nothing but their content. */
    @Test
    void aJarInThePlaceOfOneOfTheSameSizeAndTimeIsAChange() throws Exception {
        Path jar = write("a.jar", zip(10));
        FileTime time = Files.getLastModifiedTime(jar);
        folder.prime();
        Path other = Files.write(directory.resolve("other"), zip(10));
        Files.setLastModifiedTime(other, time);
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        assertTaken(jar);
    }

    @Test
    void whileANewFileIsBeingWrittenNothingIsGone() throws Exception {
        Path old = write("old.jar", zip(10));
        folder.prime();
        Files.delete(old);
        for (int i = 0; i < 5; i++) {
            write("new.jar", new byte[i]);
            assertNothing();
        }
        Path added = write("new.jar", zip(10));
        assertNothing();
        PluginFolder.Found found = folder.look();
        assertEquals(Set.of(added), found.settled().keySet());
        assertEquals(List.of(old), found.gone());
    }

    @Test
    void aFolderIsOnePluginAndAnEmptyOneIsNone() throws Exception {
        Path plugin = Files.createDirectory(directory.resolve("plugin"));
        assertNothing();
        assertNothing();
        write("plugin/a.jar", zip(10));
        assertTaken(plugin);
        write("plugin/b.jar", zip(10));
        assertTaken(plugin);
    }

    @Test
    void aSignatureThatArrivesIsAChange() throws Exception {
        Path jar = write("a.jar", zip(10));
        folder.prime();
        write("a.jar.sig", new byte[64]);
        assertTaken(jar);
    }

    @Test
    void aDirectoryThatCannotBeReadSaysNothing() throws Exception {
        Path jar = write("a.jar", zip(10));
        folder.prime();
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        try {
            assertNothing();
            assertNothing();
            assertNothing();
        } finally {
            Files.move(away, directory);
        }
        assertNothing();
        assertFalse(folder.look().gone().contains(jar));
    }

    @Test
    void aFileThatIsUnsettledIsLookedAtAgain() throws Exception {
        Path jar = write("a.jar", zip(10));
        folder.prime();
        folder.unsettle(jar);
        assertEquals(Set.of(jar), folder.look().settled().keySet());
    }
}
