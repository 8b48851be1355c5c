package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The JDK that a distribution brings: one that was made before. Immutable. */
final class JdkImage {
    private final Path home;
    private final Plan plan;

    JdkImage(Path home, Plan plan) {
        this.home = home;
        this.plan = plan;
    }

    /** Copies the image that was named, or that of this distribution. */
    void copyTo(Path target) throws ConfigurationException, IOException {
        Optional<Path> given = plan.jdkImage();
        Path image = given.orElse(home.resolve("jdk"));
        if (!Files.isExecutable(image.resolve("bin").resolve("java"))) {
            throw new ConfigurationException(
                    given.isPresent()
                            ? "jdk-image " + image + " holds no bin/java"
                            : "this distribution brings no JDK image to pass on: use one that does,"
                                    + " name one with jdk-image, or set jdk = false");
        }
        Folders.copy(image, target, file -> true);
    }
}
