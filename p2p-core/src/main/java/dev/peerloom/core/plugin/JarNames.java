package dev.peerloom.core.plugin;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files in a jar under the names that the Java that runs sees them by: in a multi-release jar
 * those for this version and older ones stand in place of what they replace. {@link
 * java.util.jar.JarFile} says the same, but looks each of thousands of files up for it, and through
 * all of a manifest which in a signed jar has the sum of each of them.
 */
final class JarNames {
    private static final String META_INF = "META-INF/";
    private static final String VERSIONS = META_INF + "versions/";

    private JarNames() {}

    /**
     * All files by their names; folders are left out.
     *
     * @param multiRelease whether the jar's manifest says that it has files for versions of Java
     */
    static Map<String, ZipEntry> of(ZipFile jar, boolean multiRelease) {
        Map<String, ZipEntry> files = new LinkedHashMap<>();
        Map<String, Integer> versions = new HashMap<>();
        for (ZipEntry entry : Collections.list(jar.entries())) {
            String path = entry.getName();
            if (entry.isDirectory()) {
                continue;
            }
            boolean versioned = multiRelease && path.startsWith(VERSIONS);
            int version = versioned ? version(path) : 0;
            String name = versioned ? replaced(path, version) : path;
            if (!name.isEmpty() && version >= versions.getOrDefault(name, 0)) {
                files.put(name, entry);
                if (versioned) {
                    versions.put(name, version);
                }
            }
        }
        return files;
    }

    /** What a versioned file stands for; empty if it is not for this Java. */
    private static String replaced(String path, int version) {
        int slash = path.indexOf('/', VERSIONS.length());
        return version < JarFile.baseVersion().feature()
                        || version > Runtime.version().feature()
                        || path.startsWith(META_INF, slash + 1)
                ? ""
                : path.substring(slash + 1);
    }

    /** The version that a file is for, -1 if it is for none. */
    private static int version(String path) {
        int slash = path.indexOf('/', VERSIONS.length());
        String digits = slash < 0 ? "" : path.substring(VERSIONS.length(), slash);
        return digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : -1;
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
