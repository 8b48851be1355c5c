package dev.peerloom.core.plugin;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.Set;

/**
 * A module that does not require the jars without descriptor that it would require, as they are no
 * modules at run time. It is let read their classes instead.
 */
final class TrimmedModule extends ModuleReference {
    private final ModuleReference original;

    private TrimmedModule(ModuleReference original, ModuleDescriptor descriptor) {
        super(descriptor, original.location().orElse(null));
        this.original = original;
    }

    /** The module without these requirements; the module itself if it has none of them. */
    static ModuleReference of(ModuleReference original, Set<String> dropped) {
        ModuleDescriptor from = original.descriptor();
        if (from.requires().stream().noneMatch(r -> dropped.contains(r.name()))) {
            return original;
        }
        ModuleDescriptor.Builder to =
                from.isOpen()
                        ? ModuleDescriptor.newOpenModule(from.name())
                        : ModuleDescriptor.newModule(from.name());
        from.requires().stream().filter(r -> !dropped.contains(r.name())).forEach(to::requires);
        from.exports().forEach(to::exports);
        from.opens().forEach(to::opens);
        from.uses().forEach(to::uses);
        from.provides().forEach(to::provides);
        from.rawVersion().ifPresent(to::version);
        return new TrimmedModule(original, to.packages(from.packages()).build());
    }

    @Override
    public ModuleReader open() throws IOException {
        return original.open();
    }
}
