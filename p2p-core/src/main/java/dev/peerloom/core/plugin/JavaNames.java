package dev.peerloom.core.plugin;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which names a module descriptor may hold, and the module name that a file name stands for. */
final class JavaNames {
    private static final Pattern VERSION = Pattern.compile("-(\\d+(\\.|$))");
    private static final Set<String> RESERVED =
            Set.of(
                    "abstract",
                    "assert",
                    "boolean",
                    "break",
                    "byte",
                    "case",
                    "catch",
                    "char",
                    "class",
                    "const",
                    "continue",
                    "default",
                    "do",
                    "double",
                    "else",
                    "enum",
                    "extends",
                    "final",
                    "finally",
                    "float",
                    "for",
                    "goto",
                    "if",
                    "implements",
                    "import",
                    "instanceof",
                    "int",
                    "interface",
                    "long",
                    "native",
                    "new",
                    "package",
                    "private",
                    "protected",
                    "public",
                    "return",
                    "short",
                    "static",
                    "strictfp",
                    "super",
                    "switch",
                    "synchronized",
                    "this",
                    "throw",
                    "throws",
                    "transient",
                    "try",
                    "void",
                    "volatile",
                    "while",
                    "true",
                    "false",
                    "null",
                    "_");

    private JavaNames() {}

    /** Whether a name of a package, a module or a class can be written in Java. */
    static boolean isLegal(String name) {
        for (String part : name.split("\\.", -1)) {
            if (part.isEmpty()
                    || RESERVED.contains(part)
                    || !Character.isJavaIdentifierStart(part.charAt(0))
                    || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a class has a legal name and lies in a package. */
    static boolean isLegalClass(String name) {
        return name.indexOf('.') > 0 && isLegal(name);
    }

    /**
     * The module name of a jar without descriptor that does not declare one: as {@link
     * java.lang.module.ModuleFinder#of} derives it, but never illegal.
     */
    static String moduleName(String fileName) {
        String name = fileName.substring(0, fileName.length() - ".jar".length());
        Matcher version = VERSION.matcher(name);
        if (version.find()) {
            name = name.substring(0, version.start());
        }
        name = name.replaceAll("[^A-Za-z0-9]+", ".").replaceAll("^\\.|\\.$", "");
        return isLegal(name) ? name : "jar_" + name.replace('.', '_');
    }
}
