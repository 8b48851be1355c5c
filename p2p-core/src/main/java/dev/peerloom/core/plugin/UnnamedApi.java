package dev.peerloom.core.plugin;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.Set;

/**
 * A plugin's module in a program that has the API on its class path: no module of the API's name
 * can be found then, so the module does not require it, and is let read the API's classes instead.
 */
final class UnnamedApi extends ModuleReference {
    private final ModuleReference original;

    UnnamedApi(ModuleReference original) {
        super(without(original.descriptor()), original.location().orElse(null));
        this.original = original;
    }

    @Override
    public ModuleReader open() throws IOException {
        return original.open();
    }

    private static ModuleDescriptor without(ModuleDescriptor from) {
        ModuleDescriptor.Builder to =
                from.isOpen()
                        ? ModuleDescriptor.newOpenModule(from.name())
                        : ModuleDescriptor.newModule(from.name(), Set.of());
        from.requires().stream()
                .filter(r -> !r.name().equals(HostModules.API_NAME))
                .forEach(to::requires);
        from.exports().forEach(to::exports);
        from.opens().forEach(to::opens);
        from.uses().forEach(to::uses);
        from.provides().forEach(to::provides);
        from.rawVersion().ifPresent(to::version);
        return to.packages(from.packages()).build();
    }
}
