package dev.peerloom.core.plugin;

import java.io.IOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.ByteBuffer;
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
     * @param names what is in its jar
     * @param path where the jar lies
     * @throws java.lang.module.InvalidModuleDescriptorException if it is broken, or there are
     *     classes outside any package
     */
    static JarModule read(byte[] descriptor, JarNames names, Path path) {
        return new JarModule(
                ModuleDescriptor.read(ByteBuffer.wrap(descriptor), () -> packages(names)), path);
    }

    /** The packages of classes and of resources: a module keeps both to itself. */
    private static Set<String> packages(JarNames names) {
        for (String file : names.files().keySet()) {
            if (JarNames.isClass(file)) {
                throw new InvalidModuleDescriptorException(
                        file + " lies outside any package, which a module cannot have");
            }
        }
        if (arePackages(names.packages())) {
            return names.packages();
        }
        Set<String> packages = new HashSet<>();
        for (String name : names.packages()) {
            if (arePackages(Set.of(name))) {
                packages.add(name);
            }
        }
        return packages;
    }

    /** Whether names are such as packages can have, which the JDK's builder knows. */
    private static boolean arePackages(Set<String> names) {
        try {
            ModuleDescriptor.newModule("any").packages(names);
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
