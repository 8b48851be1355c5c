package dev.peerloom.core.plugin;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.Set;

/**
 * A module that does not require the jars without descriptor that it would require, as they are no
 * modules at run time. It is let read their classes instead.
 *
 * <p>In loops, as all that a plugin takes before it starts: what the class cache did not see in its
 * training, such as this, would have each lambda linked anew at every start, a millisecond each.
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
        if (!requiresAny(from, dropped)) {
            return original;
        }
        ModuleDescriptor.Builder to =
                from.isOpen()
                        ? ModuleDescriptor.newOpenModule(from.name())
                        : ModuleDescriptor.newModule(from.name());
        for (ModuleDescriptor.Requires required : from.requires()) {
            if (!dropped.contains(required.name())) {
                to.requires(required);
            }
        }
        for (ModuleDescriptor.Exports exported : from.exports()) {
            to.exports(exported);
        }
        for (ModuleDescriptor.Opens opened : from.opens()) {
            to.opens(opened);
        }
        for (String used : from.uses()) {
            to.uses(used);
        }
        for (ModuleDescriptor.Provides provided : from.provides()) {
            to.provides(provided);
        }
        if (from.rawVersion().isPresent()) {
            to.version(from.rawVersion().get());
        }
        return new TrimmedModule(original, to.packages(from.packages()).build());
    }

    private static boolean requiresAny(ModuleDescriptor module, Set<String> names) {
        for (ModuleDescriptor.Requires required : module.requires()) {
            if (names.contains(required.name())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ModuleReader open() throws IOException {
        return original.open();
    }
}
