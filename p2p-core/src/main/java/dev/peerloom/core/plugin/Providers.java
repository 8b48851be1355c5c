package dev.peerloom.core.plugin;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The objects that a plugin provides: one of each class, even if it is both a protocol and a
 * service. Used by the thread that starts the plugin.
 */
final class Providers {
    private final List<Protocol> protocols = new ArrayList<>();
    private final List<NodeService> services = new ArrayList<>();

    private Providers() {}

    /** Makes them. Runs code of the plugin: constructors and static initializers. */
    static Providers make(PluginPackage plugin, PluginModuleLoader loader) throws PluginProblem {
        Providers made = new Providers();
        made.find(loader, Protocol.class, made.protocols);
        made.find(loader, NodeService.class, made.services);
        for (String extension : plugin.modules().extensions()) {
            made.addExtension(extension, loader);
        }
        return made;
    }

    /**
     * Loads the classes that would be made, without running any code of theirs: neither a
     * constructor nor a static initializer.
     */
    static void check(PluginPackage plugin, PluginModuleLoader loader) throws PluginProblem {
        try {
            for (Class<?> type : List.of(Protocol.class, NodeService.class)) {
                ServiceLoader.load(type, loader).stream()
                        .forEach(provider -> Objects.requireNonNull(provider.type()));
            }
            for (String extension : plugin.modules().extensions()) {
                var _ = extension(extension, loader);
            }
        } catch (ServiceConfigurationError e) {
            throw problem(e);
        } catch (LinkageError e) {
            throw new PluginProblem(Text.describe(e), e);
        }
    }

    List<Protocol> protocols() {
        return protocols;
    }

    List<NodeService> services() {
        return services;
    }

    /** By loader, not by layer: a layer also has the providers of those it lies upon. */
    private <T> void find(ClassLoader loader, Class<T> type, List<? super T> found)
            throws PluginProblem {
        try {
            List<ServiceLoader.Provider<T>> providers =
                    ServiceLoader.load(type, loader).stream().toList();
            for (ServiceLoader.Provider<T> provider : providers) {
                Optional<Object> before = madeAs(provider.type());
                found.add(before.isPresent() ? type.cast(before.get()) : provider.get());
            }
        } catch (ServiceConfigurationError e) {
            throw problem(e);
        }
    }

    private static PluginProblem problem(ServiceConfigurationError e) {
        return new PluginProblem(
                e.getCause() == null
                        ? Text.message(e)
                        : Text.oneLine(Text.message(e) + ": " + Text.describe(e.getCause())),
                e);
    }

    private static Class<?> extension(String name, ClassLoader loader) throws PluginProblem {
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (Protocol.class.isAssignableFrom(type) || NodeService.class.isAssignableFrom(type)) {
                return type;
            }
            throw new PluginProblem(said(name) + ", which is neither a Protocol nor a NodeService");
        } catch (ClassNotFoundException e) {
            throw new PluginProblem(said(name) + ", which is not in the plugin", e);
        }
    }

    private static String said(String extension) {
        return "META-INF/extensions.idx names " + Text.oneLine(extension);
    }

    private void addExtension(String name, ClassLoader loader) throws PluginProblem {
        String said = said(name);
        Class<?> type = extension(name, loader);
        try {
            if (madeAs(type).isPresent()) {
                return;
            }
            Object made = type.getConstructor().newInstance();
            if (made instanceof Protocol protocol) {
                protocols.add(protocol);
            }
            if (made instanceof NodeService service) {
                services.add(service);
            }
        } catch (InvocationTargetException e) {
            throw new PluginProblem(
                    said + ", whose constructor threw " + Text.describe(e.getTargetException()), e);
        } catch (ReflectiveOperationException e) {
            throw new PluginProblem(
                    said
                            + ", which is no public class with a public constructor without"
                            + " parameters",
                    e);
        }
    }

    /** The object of exactly this class that was made before. */
    private Optional<Object> madeAs(Class<?> type) {
        List<Object> all = new ArrayList<>(protocols);
        all.addAll(services);
        return all.stream().filter(o -> o.getClass() == type).findFirst();
    }
}
