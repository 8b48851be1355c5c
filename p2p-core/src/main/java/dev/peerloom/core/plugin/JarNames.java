package dev.peerloom.core.plugin;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The names of the files in a jar, as the Java that runs sees them: in a multi-release jar those
 * for this version and older ones stand under the names of what they replace. {@link
 * JarFile#versionedStream} says the same; it looks each of thousands of files up for it.
 */
final class JarNames {
    private static final String META_INF = "META-INF/";
    private static final String VERSIONS = META_INF + "versions/";

    private JarNames() {}

    /** The names of all files; folders are left out. */
    static Set<String> of(JarFile jar) {
        boolean versioned = jar.isMultiRelease();
        int runs = JarFile.runtimeVersion().feature();
        Set<String> names = new LinkedHashSet<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (entry.isDirectory()) {
                continue;
            }
            if (versioned && name.startsWith(VERSIONS)) {
                replaced(name, runs).ifPresent(names::add);
            } else {
                names.add(name);
            }
        }
        return names;
    }

    /** What a versioned file stands for; empty if it is not for this Java. */
    private static Optional<String> replaced(String name, int runs) {
        int slash = name.indexOf('/', VERSIONS.length());
        if (slash < 0 || name.startsWith(META_INF, slash + 1)) {
            return Optional.empty();
        }
        String version = name.substring(VERSIONS.length(), slash);
        boolean ours =
                version.matches("[0-9]{1,4}")
                        && Integer.parseInt(version) >= JarFile.baseVersion().feature()
                        && Integer.parseInt(version) <= runs;
        return ours ? Optional.of(name.substring(slash + 1)) : Optional.empty();
    }

    /** The folders that some files lie in, written as packages; the unnamed one for the top. */
    static Set<String> packages(Iterable<String> names) {
        Set<String> packages = new TreeSet<>();
        String last = null;
        for (String name : names) {
            int slash = Math.max(0, name.lastIndexOf('/'));
            // Those of one folder mostly follow each other.
            if (last == null || slash != last.length() || !name.startsWith(last)) {
                last = name.substring(0, slash);
                packages.add(last.replace('/', '.'));
            }
        }
        return packages;
    }
}
