package dev.peerloom.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of Peerloom that runs. */
final class NodeVersion {
    private NodeVersion() {}

    /** From the module, which is at hand; from a file if the program is on the class path. */
    static String text() {
        Module module = NodeVersion.class.getModule();
        return module.isNamed() && module.getDescriptor().rawVersion().isPresent()
                ? module.getDescriptor().rawVersion().get()
                : file();
    }

    private static String file() {
        Properties properties = new Properties();
        try (InputStream file = NodeVersion.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(file, "version.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
