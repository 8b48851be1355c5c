package dev.peerloom.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Who this distribution says it is: in hellos, in {@code --version}, in the log and in messages. A
 * distribution that {@code dist build} made has a file with its name; any other one is Peerloom.
 * Immutable.
 *
 * @param name the name of the command: {@code acme-node}
 * @param version the distribution's own version
 * @param banner one line for the log, empty if there is none
 * @param own whether it is Peerloom's own distribution
 */
public record Brand(String name, String version, String banner, boolean own) {
    /** Where the name stands, in the folder of the distribution. */
    public static final Path FILE = Path.of("lib", "brand.properties");

    private static final Brand CURRENT =
            of(Optional.ofNullable(System.getProperty("peerloom.home")).map(Path::of));

    /** The distribution of this process. */
    public static Brand current() {
        return CURRENT;
    }

    /** The distribution in a folder. */
    static Brand of(Optional<Path> home) {
        Optional<Path> file = home.map(folder -> folder.resolve(FILE)).filter(Files::exists);
        if (file.isEmpty()) {
            return new Brand("peerloom", Version.number(), "", true);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file.get())) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Brand(
                properties.getProperty("name", "peerloom"),
                properties.getProperty("version", Version.number()),
                properties.getProperty("banner", ""),
                false);
    }

    /** The name in hello and on pages: Peerloom's own has a capital letter there. */
    public String clientName() {
        return own ? "Peerloom" : name;
    }

    /** A text of ours, with the command's name in place of Peerloom's. */
    String rename(String text) {
        return own ? text : text.replaceAll("\\bpeerloom (?=[A-Za-z<-])", name + " ");
    }
}
