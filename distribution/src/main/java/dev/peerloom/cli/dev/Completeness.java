package dev.peerloom.cli.dev;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether all classes are there. A compiler that finds a mistake has often deleted the classes
 * before it, and writes some or none: that must not take the place of what runs.
 */
final class Completeness {
    private static final String MODULE = "module-info.class";

    private Completeness() {}

    /** Checks that each class of the plugin's own packages that another one names is there. */
    static void check(Map<String, Path> content) throws IOException, IncompleteException {
        Set<String> classes =
                content.keySet().stream()
                        .filter(name -> name.endsWith(".class") && !name.equals(MODULE))
                        .collect(Collectors.toSet());
        if (classes.isEmpty()) {
            throw new IncompleteException("has no compiled classes");
        }
        checkProviders(content);
        Set<String> packages =
                classes.stream().map(Completeness::packageOf).collect(Collectors.toSet());
        for (String name : classes) {
            ClassModel model = parse(content, name);
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof ClassEntry named) {
                    String file = fileOf(named);
                    if (packages.contains(packageOf(file)) && !classes.contains(file)) {
                        throw missing(file, name);
                    }
                }
            }
        }
    }

    private static ClassModel parse(Map<String, Path> content, String name)
            throws IOException, IncompleteException {
        try {
            return ClassFile.of().parse(Files.readAllBytes(content.get(name)));
        } catch (IllegalArgumentException e) {
            throw new IncompleteException("has a broken class file, " + name);
        }
    }

    private static void checkProviders(Map<String, Path> content)
            throws IOException, IncompleteException {
        Path file = content.get(MODULE);
        if (file == null) {
            return;
        }
        ModuleDescriptor module;
        try {
            module = ModuleDescriptor.read(java.nio.ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (java.lang.module.InvalidModuleDescriptorException e) {
            throw new IncompleteException("has a broken module descriptor");
        }
        for (ModuleDescriptor.Provides provides : module.provides()) {
            for (String provider : provides.providers()) {
                String name = provider.replace('.', '/') + ".class";
                if (!content.containsKey(name)) {
                    throw missing(name, MODULE);
                }
            }
        }
    }

    private static IncompleteException missing(String file, String user) {
        return new IncompleteException("lacks " + file + ", which " + user + " names");
    }

    private static String fileOf(ClassEntry entry) {
        ClassDesc type = entry.asSymbol();
        while (type.isArray()) {
            type = type.componentType();
        }
        if (type.isPrimitive()) {
            return "";
        }
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1) + ".class";
    }

    private static String packageOf(String file) {
        return file.substring(0, Math.max(0, file.lastIndexOf('/')));
    }
}
