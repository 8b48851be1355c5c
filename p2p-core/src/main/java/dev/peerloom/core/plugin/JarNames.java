package dev.peerloom.core.plugin;

import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What is in a jar, under the names that the Java that runs sees it by: in a multi-release jar the
 * files for this version and older ones stand in place of what they replace. {@link JarFile} says
 * the same, but looks each of thousands of files up for it, and through all of a manifest which in
 * a signed jar has the sum of each of them.
 *
 * <p>Files are noted one by one only where a jar says something of itself. Of the thousands of
 * others nobody asks more than the folder, and a node reads all its plugins' jars before it is
 * ready.
 *
 * @param files the files at the top and those in {@code META-INF}, by their names
 * @param packages the folders with files in them but for {@code META-INF}, written as packages;
 *     none for the top
 * @param classPackages those with classes in them, among them the unnamed one for the top
 */
record JarNames(Map<String, ZipEntry> files, Set<String> packages, Set<String> classPackages) {
    /** Where a jar says something of itself. */
    static final String META_INF = "META-INF/";

    /** The descriptor of the module that a jar is. */
    static final String MODULE_INFO = "module-info.class";

    private static final String VERSIONS = META_INF + "versions/";
    private static final String CLASS = ".class";

    /**
     * Looks through a jar.
     *
     * @param multiRelease whether the jar's manifest says that it has files for versions of Java
     */
    static JarNames of(ZipFile jar, boolean multiRelease) {
        Scan scan = new Scan();
        for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            String path = entry.getName();
            if (entry.isDirectory()) {
                continue;
            }
            if (multiRelease && path.startsWith(VERSIONS)) {
                scan.addVersioned(path, entry);
            } else {
                scan.add(path, entry, 0);
            }
        }
        return new JarNames(scan.files, scan.packages, scan.classPackages);
    }

    /** Whether a file is a class that can be loaded. */
    static boolean isClass(String path) {
        return path.endsWith(CLASS) && !path.startsWith(META_INF) && !path.equals(MODULE_INFO);
    }

    /** Where a class lies. */
    static String pathOf(String className) {
        return className.replace('.', '/') + CLASS;
    }

    /** What was seen so far. */
    private static final class Scan {
        private final Map<String, ZipEntry> files = new LinkedHashMap<>();
        private final Map<String, Integer> versions = new HashMap<>();
        private final Set<String> packages = new TreeSet<>();
        private final Set<String> classPackages = new TreeSet<>();

        /** The folder of the file before, and whether classes were seen in it. */
        private String folder = "/";

        private boolean classes;

        /** A file for a version of Java, under the name of what it stands for. */
        void addVersioned(String path, ZipEntry entry) {
            int slash = path.indexOf('/', VERSIONS.length());
            int version = slash < 0 ? -1 : version(path.substring(VERSIONS.length(), slash));
            if (version >= JarFile.baseVersion().feature()
                    && version <= Runtime.version().feature()
                    && !path.startsWith(META_INF, slash + 1)) {
                add(path.substring(slash + 1), entry, version);
            }
        }

        void add(String path, ZipEntry entry, int version) {
            int end = path.lastIndexOf('/');
            if (end < 0 || path.startsWith(META_INF)) {
                addSingle(path, entry, version);
                return;
            }
            // Those of one folder mostly follow each other.
            if (end != folder.length() || !path.startsWith(folder)) {
                folder = path.substring(0, end);
                packages.add(folder.replace('/', '.'));
                classes = false;
            }
            if (!classes && isClass(path)) {
                classPackages.add(folder.replace('/', '.'));
                classes = true;
            }
        }

        private void addSingle(String path, ZipEntry entry, int version) {
            if (version >= versions.getOrDefault(path, 0)) {
                files.put(path, entry);
                versions.put(path, version);
            }
            if (isClass(path)) {
                classPackages.add("");
            }
        }

        /** The version that digits say, -1 if they are none. */
        private static int version(String digits) {
            int version = digits.isEmpty() || digits.length() > 4 ? -1 : 0;
            for (int i = 0; i < digits.length() && version >= 0; i++) {
                int digit = digits.charAt(i) - '0';
                version = digit >= 0 && digit <= 9 ? 10 * version + digit : -1;
            }
            return version;
        }
    }
}
