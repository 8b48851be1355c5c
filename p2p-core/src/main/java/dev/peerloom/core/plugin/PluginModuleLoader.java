package dev.peerloom.core.plugin;

import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Loads the classes of one plugin's modules. It finds the plugin's own packages in the plugin's
 * jars, those that its modules read from the API and from dependencies where they are, and the rest
 * in the JDK: nothing else of the program is reachable. The host's thread sets it up before any
 * class is loaded; then any thread uses it.
 */
final class PluginModuleLoader extends PluginClassLoader {
    private final String plugin;
    private final Map<String, String> jarsByModule = new HashMap<>();

    /** The lists of services that there are in the jars. */
    private final Set<String> lists = new HashSet<>();

    private volatile Set<String> own = Set.of();
    private volatile Map<String, ClassLoader> others = Map.of();

    PluginModuleLoader(PluginManager manager, PluginDescriptor descriptor) {
        super(manager, descriptor, ClassLoader.getPlatformClassLoader());
        plugin = descriptor.getPluginId();
    }

    /** The plugin that a class loader belongs to: its own one, or one that it made upon that. */
    static Optional<PluginModuleLoader> of(@Nullable ClassLoader loader) {
        ClassLoader each = loader;
        while (each != null && !(each instanceof PluginModuleLoader)) {
            each = each.getParent();
        }
        return Optional.ofNullable((PluginModuleLoader) each);
    }

    /** The id of the plugin. */
    String plugin() {
        return plugin;
    }

    /**
     * Whether a call is one of a class that was loaded from here. A class of the same name may be
     * the program's own, as when both have a Netty: the program's loaders have names, ours has
     * none.
     */
    boolean hasLoaded(StackTraceElement call) {
        Class<?> loaded = findLoadedClass(call.getClassName());
        return loaded != null
                && loaded.getClassLoader() == this
                && Objects.equals(call.getClassLoaderName(), getName());
    }

    /** Adds a jar: classes and resources are looked for in the order of adding. */
    void add(JarContents jar) throws MalformedURLException {
        URL url = jar.path().toUri().toURL();
        jar.module().ifPresent(m -> jarsByModule.put(m.descriptor().name(), "jar:" + url + "!/"));
        jar.services().keySet().forEach(service -> lists.add(JarContents.SERVICES + service));
        addURL(url);
    }

    /**
     * Says where packages are.
     *
     * @param ownPackages those in the plugin's jars
     * @param otherPackages those of other plugins
     */
    void bind(Set<String> ownPackages, Map<String, ClassLoader> otherPackages) {
        own = Set.copyOf(ownPackages);
        others = Map.copyOf(otherPackages);
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        return loadClass(name, false);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? find(name) : loaded;
        }
    }

    private Class<?> find(String name) throws ClassNotFoundException {
        String packageName = JarContents.packageOf(name);
        if (own.contains(packageName)) {
            return findClass(name);
        }
        if (HostModules.isApiPackage(packageName)) {
            return Class.forName(name, false, Protocol.class.getClassLoader());
        }
        ClassLoader other = others.get(packageName);
        if (other == null) {
            other = HostModules.JDK_LOADERS.get(packageName);
        }
        if (other == null) {
            throw new ClassNotFoundException(name);
        }
        return other.loadClass(name);
    }

    @Override
    protected @Nullable Class<?> findClass(@Nullable String module, String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return null; // as the method is specified
            }
        }
    }

    @Override
    protected @Nullable URL findResource(@Nullable String module, String name) throws IOException {
        if (module == null) {
            return findResource(name);
        }
        String jar = jarsByModule.get(module);
        for (URL url : Collections.list(findResources(name))) {
            if (jar != null && url.toString().startsWith(jar)) {
                return url;
            }
        }
        return null;
    }

    /** Looking for a list of services would open every jar of the plugin. */
    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        return name.startsWith(JarContents.SERVICES) && !lists.contains(name)
                ? Collections.emptyEnumeration()
                : super.findResources(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL found = findResource(name);
        return found == null ? getParent().getResource(name) : found;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
        found.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(found);
    }
}
