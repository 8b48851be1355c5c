package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A distribution by a Maven project of one's own, which the archetype has made. */
@ResourceLock(Maven.REPOSITORY)
@Tag("thorough")
class OwnBuildIT {
    private static final String ARCHETYPE =
            "org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate";

    @TempDir Path folder;

    /** Archetype and parent come from sdk/, the distribution is what this build has packed. */
    private static void publish(Path repository, String version) throws IOException {
        Path ours = repository.resolve("dev/peerloom");
        Path sdk = Launched.distribution().resolve("sdk/dev/peerloom");
        for (String artifact :
                List.of("distribution-archetype", "distribution-parent", "peerloom")) {
            Path from = sdk.resolve(artifact).resolve(version);
            Path to = Files.createDirectories(ours.resolve(artifact).resolve(version));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
                for (Path file : files) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        Path to = Files.createDirectories(ours.resolve("distribution").resolve(version));
        Files.copy(Path.of("pom.xml"), to.resolve("distribution-" + version + ".pom"));
        Files.createSymbolicLink(
                to.resolve("distribution-" + version + ".zip"),
                Path.of("target/peerloom-" + version + ".zip").toAbsolutePath());
    }

    private static String version() throws IOException {
        try (Stream<Path> versions =
                Files.list(Launched.distribution().resolve("sdk/dev/peerloom/p2p-api"))) {
            return versions.findFirst().orElseThrow().getFileName().toString();
        }
    }

    @Test
    void theProjectOfTheArchetypeBuildsADistributionThatRuns() throws Exception {
        Maven maven = Maven.in(folder);
        String version = version();
        publish(folder.resolve("repository"), version);
        maven.run(
                folder,
                ARCHETYPE,
                "-DarchetypeGroupId=dev.peerloom",
                "-DarchetypeArtifactId=distribution-archetype",
                "-DarchetypeVersion=" + version,
                "-DarchetypeCatalog=local",
                "-DgroupId=com.acme",
                "-DartifactId=acme-node",
                "-Dversion=1.2.0",
                "-Dpackage=com.acme");
        Path project = folder.resolve("acme-node");
        assertTrue(Files.readString(project.resolve("README.md")).contains("acme-node-1.2.0.zip"));
        maven.run(project, "package");
        Path home = unpack(project.resolve("target/acme-node-1.2.0.zip"));
        assertTrue(Files.isDirectory(home.resolve("plugins/eth")));
        assertTrue(
                Files.readString(home.resolve("conf/acme-node.toml"))
                        .contains("plugin-allow = [\""));
        try (Launched shown =
                Launched.start(
                        home.resolve("bin/acme-node"),
                        Map.of("PEERLOOM_JAVA", System.getProperty("java.home")),
                        List.of("--version"))) {
            assertEquals(0, shown.exit(), shown::toString);
            assertEquals("acme-node 1.2.0 (peerloom " + version + ")", shown.out().getFirst());
        }
    }

    private Path unpack(Path archive) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve("unpacked").resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(zip, target);
                }
            }
        }
        Path home = folder.resolve("unpacked/acme-node");
        // Java's reader of zips leaves permissions out.
        assertTrue(home.resolve("bin/acme-node").toFile().setExecutable(true));
        return home;
    }
}
