package dev.peerloom.cli.scaffold;

import dev.peerloom.core.ConfigurationException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.lang.model.SourceVersion;

/**
 * What a new plugin is called, in all the places where it has a name.
 *
 * @param id the {@code Plugin-Id}, as it was given
 * @param capability the protocol's name in the hello, at most 8 characters
 * @param prefix what the names of its classes begin with
 * @param packageName its package and its module
 */
public record ProjectName(String id, String capability, String prefix, String packageName) {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_CAPABILITY = 8;

    /** Ids that the node keeps for itself: their methods and settings would look like its own. */
    static final List<String> TAKEN = List.of("admin", "net", "web3", "rpc", "plugin");

    /** A Plugin-Id that begins with a letter, as the names of classes do. */
    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

    private static final Pattern PACKAGE =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

    /** Packages that no plugin may have: the JDK's, and those that the node brings. */
    private static final List<String> FOREIGN =
            List.of("java", "dev.peerloom.api", "dev.peerloom.core", "dev.peerloom.testkit");

    /** Derives all names from the plugin's, with a package below {@code com.example}. */
    public static ProjectName of(String id) throws ConfigurationException {
        check(id);
        String last = id.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        String name = "com.example." + last;
        return new ProjectName(
                id, capability(id), prefix(id), isPackage(name) ? name : name + "plugin");
    }

    /** Derives the names from the plugin's, in a package that the author chose. */
    public static ProjectName of(String id, String packageName) throws ConfigurationException {
        check(id);
        if (!isPackage(packageName)) {
            throw new ConfigurationException(
                    "'%s' is no name of a Java package: take one like com.example.chat"
                            .formatted(packageName));
        }
        for (String foreign : FOREIGN) {
            if ((packageName + ".").startsWith(foreign + ".")) {
                throw new ConfigurationException(
                        "the package %s is not yours, no node would load it: take one like"
                                        .formatted(packageName)
                                + " com.example.chat");
            }
        }
        return new ProjectName(id, capability(id), prefix(id), packageName);
    }

    private static void check(String id) throws ConfigurationException {
        if (!ID.matcher(id).matches()) {
            throw new ConfigurationException(
                    "'%s' is no name for a plugin: take a letter, then letters, digits, '-', '_'"
                                    .formatted(id)
                            + " and single dots, such as file-transfer");
        }
        if (id.length() > LONGEST_ID) {
            throw new ConfigurationException(
                    "the name of a plugin has at most %d characters, this one has %d"
                            .formatted(LONGEST_ID, id.length()));
        }
        if (TAKEN.contains(id.toLowerCase(Locale.ROOT))) {
            throw new ConfigurationException(
                    "the node keeps the name %s for itself: take another for the plugin"
                            .formatted(id));
        }
    }

    private static boolean isPackage(String name) {
        return PACKAGE.matcher(name).matches()
                && SourceVersion.isName(name, SourceVersion.latest());
    }

    private static String capability(String id) {
        if (id.length() <= LONGEST_CAPABILITY) {
            return id;
        }
        String plain = id.replaceAll("[^A-Za-z0-9]", "");
        return plain.substring(0, Math.min(LONGEST_CAPABILITY, plain.length()));
    }

    private static String prefix(String id) {
        return Arrays.stream(id.split("[-_.]+", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }
}
