package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.JarFacts;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the classes of a jar refer to, by their constant pools. Immutable.
 *
 * @param classes the classes referred to, each with one of those that do
 * @param members the methods and fields referred to, as {@code java.lang.System.exit}, each with
 *     one of the classes that do
 */
record ClassScan(Map<String, String> classes, Map<String, String> members) {
    /** Class names in the types of fields and methods. */
    private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");

    /** Reads every class of a jar. */
    static ClassScan of(JarFacts jar) throws IOException {
        Map<String, String> classes = new TreeMap<>();
        Map<String, String> members = new TreeMap<>();
        try (JarFile file = JarFacts.open(jar.path())) {
            for (JarEntry entry : file.versionedStream().toList()) {
                if (JarFacts.isClass(entry.getName())) {
                    byte[] bytes = file.getInputStream(entry).readAllBytes();
                    scan(entry.getName(), bytes, classes, members);
                }
            }
        }
        return new ClassScan(classes, members);
    }

    private static void scan(
            String name, byte[] bytes, Map<String, String> classes, Map<String, String> members)
            throws IOException {
        try {
            ClassModel model = ClassFile.of().parse(bytes);
            String user = model.thisClass().name().stringValue().replace('/', '.');
            Set<String> found = new TreeSet<>();
            ConstantPool pool = model.constantPool();
            for (PoolEntry entry : pool) {
                switch (entry) {
                    case ClassEntry type -> addTypes(type.name().stringValue(), found);
                    case MemberRefEntry member ->
                            members.putIfAbsent(
                                    member.owner().name().stringValue().replace('/', '.')
                                            + "."
                                            + member.name().stringValue(),
                                    user);
                    case Utf8Entry text -> addDescriptor(text.stringValue(), found);
                    default -> {}
                }
            }
            found.forEach(type -> classes.putIfAbsent(type, user));
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is a damaged class file: " + e.getMessage(), e);
        }
    }

    private static void addTypes(String name, Set<String> found) {
        if (name.startsWith("[")) {
            addDescriptor(name, found);
        } else {
            found.add(name.replace('/', '.'));
        }
    }

    private static void addDescriptor(String text, Set<String> found) {
        if (text.indexOf(';') < 0) {
            return;
        }
        Matcher types = TYPE.matcher(text);
        while (types.find()) {
            found.add(types.group(1).replace('/', '.'));
        }
    }
}
