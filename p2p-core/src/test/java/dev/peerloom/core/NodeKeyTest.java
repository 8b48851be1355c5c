package dev.peerloom.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;

final class NodeKeyTest {
    // EIP-8, static key B.
    private static final String PRIVATE =
            "b71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f291";
    private static final String PUBLIC =
            "ca634cae0d49acb401d8a4c6b6fe8c55b70d115bf400769cc1400f3258cd3138"
                    + "7574077f301b421bc84df7266c44e9e6d569fc56be00812904767bf5ccd1fc7f";

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("nodekey");
    }

    @Test
    void theIdIsThePublicKey() {
        assertEquals(PUBLIC, NodeKey.parse(PRIVATE).id().toString());
        assertEquals(PUBLIC, NodeKey.parse(PRIVATE.toUpperCase(Locale.ROOT)).id().toString());
    }

    @Test
    void generatedKeysDifferAndCanBeParsed() {
        NodeKey key = NodeKey.generate();
        assertNotEquals(key.id(), NodeKey.generate().id());
        String hex = HexFormat.of().formatHex(key.privateKey());
        assertEquals(key.id(), NodeKey.parse(hex).id());
    }

    @Test
    void thePrivateKeyCannotBeChangedFromOutside() {
        NodeKey key = NodeKey.parse(PRIVATE);
        key.privateKey()[0] = 0;
        assertEquals(PRIVATE, HexFormat.of().formatHex(key.privateKey()));
    }

    @Test
    void itsTextIsThePublicKeyOnly() {
        String text = NodeKey.parse(PRIVATE).toString();
        assertTrue(text.contains(PUBLIC));
        assertFalse(text.contains(PRIVATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f2",
                "b71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f29100",
                "0xb71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f2",
                "g71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f291",
                "٣71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f291",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
            })
    void whatIsNoKeyIsRefusedWithoutBeingRepeated(String text) throws IOException {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> NodeKey.parse(text));
        assertTrue(text.isEmpty() || !wrong.toString().contains(text));
        write(text, "rw-------");
        String line = complaint();
        assertTrue(line.startsWith("node key file " + file + " holds no node key: "), line);
        assertTrue(text.isEmpty() || !line.contains(text), line);
    }

    @Test
    void whatWasSavedIsLoaded() throws ConfigurationException, IOException {
        NodeKey key = NodeKey.generate();
        key.save(file);
        assertEquals("rw-------", permissions());
        assertEquals(65, Files.size(file));
        assertArrayEquals(key.privateKey(), NodeKey.load(file).privateKey());
    }

    @Test
    void aKeyFileMayEndWithoutOrWithAnyLineEnd() throws ConfigurationException, IOException {
        for (String end : new String[] {"", "\n", "\r\n", " \n\n"}) {
            Files.deleteIfExists(file);
            write(PRIVATE + end, "r--------");
            assertEquals(PUBLIC, NodeKey.load(file).id().toString());
        }
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws IOException {
        write("precious", "rw-------");
        String line = line(() -> NodeKey.generate().save(file));
        assertEquals("node key file " + file + " exists already and is left as it is", line);
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aFolderThatDoesNotExistIsNamed() {
        Path lost = folder.resolve("no/where");
        String line = line(() -> NodeKey.generate().save(lost));
        assertEquals(
                "node key file " + lost + " cannot be written: its folder does not exist", line);
    }

    @Test
    void aMissingFileSaysHowToMakeOne() {
        assertEquals(
                "node key file " + file + " does not exist: make one with peerloom key generate",
                complaint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x", "rw---x---"})
    void aFileOpenToOthersSaysHowToCloseIt(String permissions) throws IOException {
        write(PRIVATE, permissions);
        assertEquals(
                "node key file "
                        + file
                        + " is open to other users: close it with chmod 600 "
                        + file,
                complaint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "rwxr-xr-x"})
    void aFolderIsNoKeyFileAndIsNotToBeClosed(String permissions) throws IOException {
        Files.createDirectory(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertEquals("node key file " + file + " cannot be read: it is a folder", complaint());
    }

    @Test
    void anEndlessFileIsNotReadToItsEnd() throws IOException {
        write(PRIVATE + " ".repeat(1000), "rw-------");
        assertTrue(complaint().contains("holds no node key"));
    }

    private String complaint() {
        return line(() -> NodeKey.load(file));
    }

    private static String line(Executable mistake) {
        String line = assertThrows(ConfigurationException.class, mistake).getMessage();
        assertFalse(line.contains("\n"), "one line");
        return line;
    }

    private void write(String text, String permissions) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
