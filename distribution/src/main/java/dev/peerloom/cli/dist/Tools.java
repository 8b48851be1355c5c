package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;

/**
 * What asks Maven repositories and writes archives: libraries in a folder of their own, {@code
 * lib/dist}, that no node loads. Used by one thread.
 */
final class Tools implements AutoCloseable {
    private final URLClassLoader loader;

    Tools(Path home) throws ConfigurationException {
        Path folder = home.resolve("lib").resolve("dist");
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(
                    "this distribution cannot make others: it has no folder " + folder);
        }
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw new ConfigurationException("cannot read " + folder + ": " + e, e);
        }
        loader = new URLClassLoader("dist", jars.toArray(URL[]::new), Tools.class.getClassLoader());
    }

    /**
     * Runs a tool.
     *
     * @return what it printed
     * @throws ConfigurationException with what it complained of
     */
    String run(String name, String... args) throws ConfigurationException {
        ToolProvider tool =
                ServiceLoader.load(ToolProvider.class, loader).stream()
                        .filter(provider -> loader.equals(provider.type().getClassLoader()))
                        .map(ServiceLoader.Provider::get)
                        .filter(provider -> provider.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new ConfigurationException(
                                                "lib/dist of this distribution has no tool "
                                                        + name));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            // Libraries look for their own parts there.
            thread.setContextClassLoader(loader);
            code = tool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        } finally {
            thread.setContextClassLoader(before);
        }
        if (code != 0) {
            throw new ConfigurationException(err.toString().strip());
        }
        return out.toString();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
