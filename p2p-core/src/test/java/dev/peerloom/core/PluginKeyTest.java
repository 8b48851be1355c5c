package dev.peerloom.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;

class PluginKeyTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Path privateKey(String seed) throws IOException {
        byte[] pkcs8 = HEX.parseHex("302e020100300506032b657004220420" + seed);
        return file(
                "key.pem",
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                        .formatted(Base64.getEncoder().encodeToString(pkcs8)));
    }

    /** RFC 8032, section 7.1: tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
                + "'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
                + "72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
                + "af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void keysAndSignaturesAreThoseOfTheStandard(
            String seed, String publicKey, String message, String signature) throws Exception {
        PluginSigningKey key = PluginSigningKey.load(privateKey(seed));

        assertEquals(PluginKey.ofRaw(HEX.parseHex(publicKey)), key.publicKey());
        assertEquals(signature, HEX.formatHex(key.sign(HEX.parseHex(message))));
        assertTrue(key.publicKey().verifies(HEX.parseHex(message), HEX.parseHex(signature)));
    }

    @Test
    void anythingElseIsNoSignature() {
        PluginSigningKey key = PluginSigningKey.generate();
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        byte[] signature = key.sign(content);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(key.publicKey().verifies(content, changed), "bit " + bit);
        }
        assertFalse(key.publicKey().verifies(new byte[0], signature));
        assertFalse(key.publicKey().verifies(content, new byte[0]));
        assertFalse(key.publicKey().verifies(content, new byte[65]));
        byte[] largest = new byte[64];
        java.util.Arrays.fill(largest, (byte) 0xFF);
        assertFalse(key.publicKey().verifies(content, largest));
        assertFalse(PluginSigningKey.generate().publicKey().verifies(content, signature));
    }

    @Test
    void aKeyIsKeptInAFileOfItsOwnerAlone() throws Exception {
        PluginSigningKey key = PluginSigningKey.generate();
        Path file = folder.resolve("new.pem");

        key.save(file);

        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(key.publicKey(), PluginSigningKey.load(file).publicKey());
        assertArrayEquals(key.sign(new byte[9]), PluginSigningKey.load(file).sign(new byte[9]));
        assertTrue(
                assertThrows(ConfigurationException.class, () -> key.save(file))
                        .getMessage()
                        .contains("exists already"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(
                assertThrows(ConfigurationException.class, () -> PluginSigningKey.load(file))
                        .getMessage()
                        .contains("chmod 600"));
        assertFalse(key.toString().contains(Files.readAllLines(file).get(1)));
    }

    @Test
    void publicKeysAreReadFromTextAndFromPem() throws Exception {
        PluginKey key = PluginSigningKey.generate().publicKey();
        Path pem =
                file(
                        "key.pub",
                        "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");

        assertEquals(key, PluginKey.parse(key.toString()));
        assertEquals(key, PluginKey.load(pem));
        assertThrows(IllegalArgumentException.class, () -> PluginKey.parse("MCowBQ=="));
        assertThrows(IllegalArgumentException.class, () -> PluginKey.parse("no key"));
    }

    @Test
    void aMistakeInAFileIsOneLineThatNamesIt() throws Exception {
        assertMistake(folder.resolve("none"), "does not exist");
        assertMistake(file("empty", ""), "holds no Ed25519 public key");
        assertMistake(file("long", "x".repeat(20_000)), "more than 10000 bytes");
        PluginSigningKey.generate().save(folder.resolve("private"));
        assertMistake(folder.resolve("private"), "holds a private key");
        Path damaged =
                file("damaged", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n");
        assertTrue(
                assertThrows(ConfigurationException.class, () -> PluginSigningKey.load(damaged))
                        .getMessage()
                        .contains("holds no Ed25519 private key"));
    }

    private static void assertMistake(Path file, String part) {
        String message =
                assertThrows(ConfigurationException.class, () -> PluginKey.load(file)).getMessage();
        assertTrue(message.contains(part) && message.contains(file.toString()), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void opensslMakesKeysForUsAndReadsOurs() throws Exception {
        Assumptions.assumeTrue(openssl("version") == 0, "there is no openssl");
        Path content = Files.writeString(folder.resolve("content"), "what is signed");
        String theirs = folder.resolve("theirs.pem").toString();
        assertEquals(0, openssl("genpkey", "-algorithm", "ed25519", "-out", theirs));
        String pub = folder.resolve("theirs.pub").toString();
        assertEquals(0, openssl("pkey", "-in", theirs, "-pubout", "-out", pub));
        String sig = folder.resolve("theirs.sig").toString();
        assertEquals(
                0,
                openssl(
                        "pkeyutl",
                        "-sign",
                        "-inkey",
                        theirs,
                        "-rawin",
                        "-in",
                        content.toString(),
                        "-out",
                        sig));

        PluginSigningKey key = PluginSigningKey.load(Path.of(theirs));
        assertEquals(PluginKey.load(Path.of(pub)), key.publicKey());
        assertArrayEquals(Files.readAllBytes(Path.of(sig)), key.sign(Files.readAllBytes(content)));

        Path ours = folder.resolve("ours.pem");
        PluginSigningKey own = PluginSigningKey.generate();
        own.save(ours);
        Path signature =
                Files.write(folder.resolve("ours.sig"), own.sign(Files.readAllBytes(content)));
        assertEquals(
                0,
                openssl(
                        "pkeyutl",
                        "-verify",
                        "-inkey",
                        ours.toString(),
                        "-rawin",
                        "-in",
                        content.toString(),
                        "-sigfile",
                        signature.toString()));
    }

    private static int openssl(String... args) throws InterruptedException {
        try {
            String[] command = new String[args.length + 1];
            command[0] = "openssl";
            System.arraycopy(args, 0, command, 1, args.length);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // there is none
        }
    }
}
