package dev.peerloom.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The named module in a jar. The JDK's {@link ModuleFinder} would give the same, but it checks the
 * signature of a signed jar first, which takes a quarter of a second for Bouncy Castle's and says
 * nothing of use: the one who signed it may be anybody. Immutable.
 */
final class JarModule extends ModuleReference {
    private final Path jar;

    private JarModule(ModuleDescriptor descriptor, Path jar) {
        super(descriptor, jar.toUri());
        this.jar = jar;
    }

    /**
     * Reads a module descriptor.
     *
     * @param descriptor a module-info
     * @param files the names of its jar's files, as this version of Java sees them
     * @param path where the jar lies
     * @throws java.lang.module.InvalidModuleDescriptorException if it is broken, or there are
     *     classes outside any package
     */
    static JarModule read(InputStream descriptor, Set<String> files, Path path) throws IOException {
        return new JarModule(ModuleDescriptor.read(descriptor, () -> packages(files)), path);
    }

    /** The packages of classes and of resources: a module keeps both to itself. */
    private static Set<String> packages(Set<String> files) {
        for (String file : files) {
            if (file.endsWith(".class")
                    && file.indexOf('/') < 0
                    && !file.equals("module-info.class")) {
                throw new InvalidModuleDescriptorException(
                        file + " lies outside any package, which a module cannot have");
            }
        }
        Set<String> packages = new HashSet<>();
        for (String name : JarNames.packages(files)) {
            if (isPackage(name)) {
                packages.add(name);
            }
        }
        return packages;
    }

    /** Whether a name is one that a package can have, which the JDK's builder knows. */
    private static boolean isPackage(String name) {
        try {
            ModuleDescriptor.newModule("any").packages(Set.of(name));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public ModuleReader open() throws IOException {
        return ModuleFinder.of(jar).find(descriptor().name()).orElseThrow().open();
    }
}
