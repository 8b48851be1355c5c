package dev.peerloom.core.plugin;

import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpReader;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A module of the API's name without classes, for programs that have the API on their class path:
 * plugins' descriptors require it. The classes come from the class path all the same.
 */
final class ApiStandIn extends ModuleReference implements ModuleFinder {
    private ApiStandIn() {
        super(
                ModuleDescriptor.newModule(HostModules.API_NAME)
                        .exports(Protocol.class.getPackageName())
                        .exports(RlpReader.class.getPackageName())
                        .build(),
                null);
    }

    /** A layer with this module alone. */
    static ModuleLayer layer() {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration()
                        .resolve(new ApiStandIn(), ModuleFinder.of(), Set.of(HostModules.API_NAME));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    }

    @Override
    public ModuleReader open() {
        return new Nothing();
    }

    @Override
    public Optional<ModuleReference> find(String name) {
        return name.equals(HostModules.API_NAME) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
        return Set.of(this);
    }

    private record Nothing() implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            return Optional.empty();
        }

        @Override
        public Stream<String> list() {
            return Stream.empty();
        }

        @Override
        public void close() {}
    }
}
