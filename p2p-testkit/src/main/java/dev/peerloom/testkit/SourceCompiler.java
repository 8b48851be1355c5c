package dev.peerloom.testkit;

import dev.peerloom.api.Protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles sources held in memory to classes held in memory, against the API that the test itself
 * runs with. Stateless.
 */
final class SourceCompiler {
    private SourceCompiler() {}

    /**
     * Compiles.
     *
     * @param sources by class name, {@code module-info} among them for a named module
     * @param libraries jars and folders of classes to compile against, beside the API
     * @return class files by their path in a jar
     */
    static Map<String, byte[]> compile(Map<String, String> sources, List<Path> libraries)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException(
                    "no Java compiler: run the tests on a JDK that has the module jdk.compiler");
        }
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(
                                problems, Locale.ROOT, StandardCharsets.UTF_8);
                Output output = new Output(files)) {
            List<Path> path = new ArrayList<>(apiLocation());
            path.addAll(libraries);
            boolean named = sources.containsKey("module-info");
            files.setLocationFromPaths(
                    named ? StandardLocation.MODULE_PATH : StandardLocation.CLASS_PATH, path);
            if (named) {
                files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of());
            }
            List<Source> units = new ArrayList<>();
            sources.forEach((name, text) -> units.add(new Source(name, text)));
            List<String> options = List.of("-proc:none", "-parameters", "-g");
            if (!compiler.getTask(null, output, problems, options, null, units).call()) {
                throw new IllegalArgumentException(
                        "the sources of the jar do not compile:\n" + describe(problems));
            }
            return output.classes();
        }
    }

    private static String describe(DiagnosticCollector<JavaFileObject> problems) {
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    /** Where the API was loaded from; nothing if it is part of the JDK's own image. */
    private static List<Path> apiLocation() {
        CodeSource source = Protocol.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return List.of();
        }
        try {
            URI location = source.getLocation().toURI();
            return "file".equals(location.getScheme()) ? List.of(Path.of(location)) : List.of();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the API was loaded from " + source.getLocation(), e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("source:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class ClassFile extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        ClassFile(String path) {
            super(URI.create("class:///" + path), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    /** Owned by the thread that compiles. */
    private static final class Output extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ClassFile> written = new TreeMap<>();

        Output(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String className,
                JavaFileObject.Kind kind,
                FileObject sibling) {
            String path = className.replace('.', '/') + kind.extension;
            return written.computeIfAbsent(path, ClassFile::new);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            written.forEach((path, file) -> classes.put(path, file.bytes.toByteArray()));
            return classes;
        }
    }
}
