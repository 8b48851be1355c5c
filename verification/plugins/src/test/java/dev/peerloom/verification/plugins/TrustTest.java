package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginKey;
import dev.peerloom.core.PluginSigningKey;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginTrust;
import dev.peerloom.core.Plugins;
import dev.peerloom.core.plugin.PluginDeadlines;
import dev.peerloom.core.plugin.PluginHost;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which plugins are let in when the operator says whom to trust. */
class TrustTest extends HostTest {
    private final PluginSigningKey key = PluginSigningKey.generate();

    private void trust(Set<String> sums, PluginKey... keys) {
        host.close();
        host =
                new PluginHost(
                        Optional.of(plugins),
                        run,
                        "1.0.0",
                        node,
                        PluginTrust.only(sums, List.of(keys)),
                        PluginDeadlines.DEFAULT);
    }

    private Path drop(String id) throws Exception {
        return Sources.namedService(id, Sources.say("ran " + id), "")
                .writeTo(plugins.resolve(id + ".jar"));
    }

    private void assertRefused(String id, String... parts) {
        PluginStatus status = status(id);
        assertEquals(PluginStatus.State.FAILED, status.state());
        String problem = status.problem().orElseThrow();
        assertEquals(1, problem.lines().count());
        for (String part : parts) {
            assertTrue(problem.contains(part), problem);
        }
        assertTrue(!node.log.contains("ran " + id), "its code ran");
    }

    private void assertRuns(String id) {
        assertEquals(PluginStatus.State.READY, status(id).state(), status(id).toString());
        assertTrue(node.log.contains("ran " + id), node.log.toString());
    }

    private static String hash(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void anAllowedSumLetsInAndTheOthersAreRefusedByName() throws Exception {
        trust(Set.of(hash(Files.readAllBytes(drop("a")))));
        Path b = drop("b");

        start();

        assertRuns("a");
        String sum = hash(Files.readAllBytes(b));
        assertRefused("b", "not trusted", sum, "--plugin-allow " + sum);
        assertEquals("1.0.0", status("b").version());
    }

    @Test
    void aTamperedJarIsRefusedAndTheRestRuns() throws Exception {
        Path a = drop("a");
        Path b = drop("b");
        trust(Set.of(Plugins.sum(a), Plugins.sum(b)));
        Files.write(a, new byte[] {0}, StandardOpenOption.APPEND);

        start();

        assertRefused("a", "not trusted");
        assertRuns("b");
        try (Stream<Path> copies = Files.list(run)) {
            assertEquals(1, copies.count(), "a refused plugin leaves no copy");
        }
    }

    @Test
    void aSignatureOfATrustedKeyLetsIn() throws Exception {
        Plugins.sign(drop("a"), key);
        Plugins.sign(drop("b"), PluginSigningKey.generate());
        drop("c");
        Plugins.sign(drop("d"), key);
        Files.write(plugins.resolve("d.jar.sig"), new byte[65]);
        Files.copy(plugins.resolve("a.jar.sig"), plugins.resolve("e.jar.sig"));
        drop("e");
        trust(Set.of(), key.publicKey());

        start();

        assertRuns("a");
        assertRefused("b", "its signature is not by a trusted key, or not of this content");
        assertRefused("c", "there is no signature", "c.jar.sig");
        assertRefused("d", "damaged", "65 bytes");
        assertRefused("e", "not of this content");
    }

    @Test
    void eitherASumOrASignatureIsEnough() throws Exception {
        Path a = drop("a");
        Plugins.sign(drop("b"), key);
        drop("c");
        trust(Set.of(Plugins.sum(a)), PluginSigningKey.generate().publicKey(), key.publicKey());

        start();

        assertRuns("a");
        assertRuns("b");
        assertRefused("c");
    }

    @Test
    void withNothingAllowedNothingIsLoaded() throws Exception {
        drop("a");
        trust(Set.of());

        start();

        assertRefused("a", "no key to trust signatures of");
    }

    @Test
    void aFolderIsKnownByTheListThatSha256sumPrints() throws Exception {
        Path folder = plugins.resolve("a");
        Sources.namedService("a", Sources.say("ran a"), "").writeTo(folder.resolve("main.jar"));
        PluginJar library = PluginJar.library().entry("x", "y");
        library.writeTo(folder.resolve("Lib.jar"));
        Files.writeString(folder.resolve("README"), "no part of it");
        String list =
                hash(Files.readAllBytes(folder.resolve("Lib.jar")))
                        + "  Lib.jar\n"
                        + hash(Files.readAllBytes(folder.resolve("main.jar")))
                        + "  main.jar\n";
        assertEquals(list, new String(Plugins.signedContent(folder), StandardCharsets.UTF_8));
        trust(Set.of(hash(list.getBytes(StandardCharsets.UTF_8))));

        start();

        assertRuns("a");

        host.close();
        library.writeTo(folder.resolve("more.jar"));
        trust(Set.of(hash(list.getBytes(StandardCharsets.UTF_8))));
        node.log.clear();
        start();
        assertRefused("a");

        host.close();
        assertEquals(plugins.resolve("a.sig"), Plugins.sign(folder, key));
        trust(Set.of(), key.publicKey());
        start();
        assertRuns("a");
    }

    @Test
    void settingsOfARefusedPluginAndThoseThatNeedItDoNotStopTheRest() throws Exception {
        Path a = drop("a");
        drop("b");
        Path c = Sources.namedService("c", "", "").dependsOn("b").writeTo(plugins.resolve("c.jar"));
        Path d = Sources.namedService("d", "", "").dependsOn("c").writeTo(plugins.resolve("d.jar"));
        trust(Set.of(Plugins.sum(a), Plugins.sum(c), Plugins.sum(d)));
        node.settings.put("b", Map.of("key", "value"));

        start();

        assertRuns("a");
        assertRefused("b");
        assertRefused("c", "it depends on the plugin b, which is not loaded");
        assertRefused("d", "it depends on the plugin c, which is not loaded");
    }

    @Test
    void aRefusedPluginCannotTakeTheNameOfATrustedOne() throws Exception {
        Path a = drop("a");
        Sources.namedService("a", Sources.say("ran evil"), "")
                .writeTo(plugins.resolve("other.jar"));
        trust(Set.of(Plugins.sum(a)));

        start();

        assertRuns("a");
        assertRefused("other.jar");
    }

    @Test
    void aListOfPluginsSaysWhichOnesAreNotTrusted() throws Exception {
        Path a = drop("a");
        drop("b");

        List<String> states = new ArrayList<>();
        for (PluginStatus status :
                Plugins.list(plugins, PluginTrust.only(Set.of(Plugins.sum(a)), List.of()))) {
            states.add(status.id() + " " + status.state());
        }

        assertEquals(List.of("a RESOLVED", "b FAILED"), states);
        assertEquals(2, Plugins.list(plugins).size());
    }

    @Test
    void sumsAreHexadecimalAndOfEitherCase() throws Exception {
        Path a = drop("a");
        trust(Set.of(Plugins.sum(a).toUpperCase(java.util.Locale.ROOT)));
        start();
        assertRuns("a");
        assertThrows(
                IllegalArgumentException.class, () -> PluginTrust.only(Set.of("12"), List.of()));
        assertThrows(
                ConfigurationException.class, () -> Plugins.sum(plugins.resolve("not-there.jar")));
    }
}
