package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a distribution is to be, as its TOML file says. Paths are taken from the folder of that
 * file. Immutable.
 *
 * @param name the name of the command and of the archive
 * @param version its own version
 * @param banner one line for the log, may be empty
 * @param config the default configuration
 * @param plugins paths, or Maven coordinates {@code group:artifact:version}
 * @param allowList whether exactly these plugins, unchanged, are let in
 * @param keys Ed25519 public keys whose holders may sign plugins: PEM files, or the keys themselves
 * @param jdk whether it brings a JDK image
 * @param jdkImage the image to bring; by default this distribution's own, or one that is made
 * @param platform what it is for
 * @param folder where the file lies
 */
public record Plan(
        String name,
        String version,
        String banner,
        Optional<Path> config,
        List<String> plugins,
        boolean allowList,
        List<String> keys,
        boolean jdk,
        Optional<Path> jdkImage,
        Platform platform,
        Path folder) {

    private static final List<String> KEYS =
            List.of(
                    "name",
                    "version",
                    "banner",
                    "config",
                    "plugins",
                    "allow-list",
                    "plugin-key",
                    "jdk",
                    "jdk-image",
                    "platform");

    /** Copies. */
    public Plan {
        plugins = List.copyOf(plugins);
        keys = List.copyOf(keys);
    }

    /** Reads and checks a file. */
    public static Plan read(Path file) throws ConfigurationException {
        try {
            JsonNode root = new TomlMapper().readTree(Files.readString(file));
            return new Reader(file, root).read();
        } catch (JacksonException e) {
            String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            String said = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new ConfigurationException(file + line + ": " + said, e);
        } catch (IOException e) {
            throw new ConfigurationException("cannot read " + file + ": " + e, e);
        }
    }

    /** Goes through the tree of one file. Immutable. */
    private record Reader(Path file, JsonNode root) {

        Plan read() throws ConfigurationException {
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (!KEYS.contains(entry.getKey())) {
                    throw wrong("there is no " + entry.getKey() + "; there are " + KEYS);
                }
            }
            Path folder = file.toAbsolutePath().normalize().resolveSibling("");
            String name =
                    matching(
                            "name",
                            "[a-z][a-z0-9]*(-[a-z0-9]+)*",
                            "small letters," + " digits and single dashes, such as acme-node");
            if (name.equals("peerloom") || name.length() > 40) {
                throw wrong("name must be your own, of at most 40 characters");
            }
            String version =
                    matching("version", "[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}", "such as 1.0.0");
            String banner = text("banner").orElse("");
            if (banner.chars().anyMatch(Character::isISOControl)) {
                throw wrong("banner must be one line");
            }
            Platform platform = Platform.parse(text("platform").orElse("any"), file);
            boolean jdk = bool("jdk", platform != Platform.ANY);
            if (jdk && platform == Platform.ANY) {
                throw wrong("a JDK image is for one platform: set platform = \"linux-x64\"");
            }
            return new Plan(
                    name,
                    version,
                    banner,
                    text("config").map(folder::resolve),
                    list("plugins"),
                    bool("allow-list", false),
                    list("plugin-key"),
                    jdk,
                    text("jdk-image").map(folder::resolve),
                    platform,
                    folder);
        }

        private String matching(String key, String pattern, String expected)
                throws ConfigurationException {
            String value = text(key).orElse("");
            if (!value.matches(pattern)) {
                throw wrong(key + " must be " + expected);
            }
            return value;
        }

        private Optional<String> text(String key) throws ConfigurationException {
            JsonNode node = root.path(key);
            if (node.isMissingNode()) {
                return Optional.empty();
            }
            if (!node.isString()) {
                throw wrong(key + " must be a text");
            }
            return Optional.of(node.asString());
        }

        private boolean bool(String key, boolean fallback) throws ConfigurationException {
            JsonNode node = root.path(key);
            if (node.isMissingNode()) {
                return fallback;
            }
            if (!node.isBoolean()) {
                throw wrong(key + " must be true or false");
            }
            return node.booleanValue();
        }

        private List<String> list(String key) throws ConfigurationException {
            JsonNode node = root.path(key);
            List<String> texts = new ArrayList<>();
            for (JsonNode item : node.values()) {
                if (!item.isString()) {
                    throw wrong(key + " must be a list of texts");
                }
                texts.add(item.asString());
            }
            if (!node.isMissingNode() && !node.isArray()) {
                throw wrong(key + " must be a list of texts");
            }
            return texts;
        }

        private ConfigurationException wrong(String problem) {
            return new ConfigurationException(file + ": " + problem);
        }
    }
}
