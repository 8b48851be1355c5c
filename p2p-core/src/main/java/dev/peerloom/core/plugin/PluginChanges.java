package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginStatus.State;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an operator asks of a running node's plugins. Owned by the plugin host's thread. */
final class PluginChanges {
    private final PluginParts parts;
    private final PluginSet set;
    private final PluginFiles files;
    private final Optional<Path> directory;

    /** Where plugins lie that were unloaded by name, by their ids. */
    private final Map<String, Path> unloaded = new HashMap<>();

    PluginChanges(PluginParts parts, PluginFiles files, Optional<Path> directory) {
        this.parts = parts;
        this.set = parts.set();
        this.files = files;
        this.directory = directory;
    }

    PluginStatus load(Path given) throws PluginException {
        Path file = known(given);
        Optional<PluginSlot> there = set.slotAt(file);
        if (there.filter(s -> s.is(State.READY)).isPresent()) {
            String id = there.get().plugin().id();
            throw new PluginException(
                    "the plugin %s is loaded from %s already: reload it to read the file anew"
                            .formatted(id, file));
        }
        return take(file);
    }

    PluginStatus reload(String id) throws PluginException {
        Path file =
                set.slot(id)
                        .map(s -> s.plugin().file())
                        .or(() -> Optional.ofNullable(unloaded.get(id)))
                        .or(() -> refused(id).map(Refusal::file))
                        .orElseThrow(() -> unknown(id));
        return take(file);
    }

    void unload(String id) throws PluginException {
        Optional<PluginSlot> slot = set.slot(id);
        if (slot.isPresent()) {
            new PluginChange(parts).apply(List.of(), Set.of(id));
            // A new version in the same file that was refused goes with it.
            set.forget(slot.get().plugin().file());
            unloaded.put(id, slot.get().plugin().file());
        } else {
            Refusal refusal = refused(id).orElseThrow(() -> unknown(id));
            set.forget(refusal.file());
            unloaded.put(id, refusal.file());
        }
    }

    private PluginStatus take(Path file) throws PluginException {
        PluginPackage plugin;
        try {
            plugin = files.read(file);
        } catch (PluginProblem e) {
            set.slotAt(file).ifPresent(s -> parts.faults().add(s.plugin().id(), Text.message(e)));
            throw new PluginException(Text.message(e), e);
        }
        // One file holds one plugin: if it has another id now, the other one is gone.
        Set<String> removed = new TreeSet<>();
        set.slotAt(file)
                .map(s -> s.plugin().id())
                .filter(id -> !id.equals(plugin.id()))
                .ifPresent(removed::add);
        new PluginChange(parts).apply(List.of(plugin), removed);
        return outcome(plugin);
    }

    private PluginStatus outcome(PluginPackage plugin) throws PluginException {
        Optional<PluginSlot> slot = set.slot(plugin.id()).filter(s -> s.plugin().is(plugin));
        if (slot.isPresent() && slot.get().is(State.READY)) {
            unloaded.remove(plugin.id());
            return slot.get().status();
        }
        String problem =
                slot.flatMap(PluginSlot::problem)
                        .or(() -> set.refusalAt(plugin.file()).map(Refusal::problem))
                        .orElse("the plugin " + plugin.id() + " was not loaded");
        if (!inDirectory(plugin.file())) {
            slot.ifPresent(s -> set.take(plugin.id()));
            slot.ifPresent(s -> set.release(plugin));
            set.forget(plugin.file());
        }
        throw new PluginException(problem + runs(plugin.id()));
    }

    private String runs(String id) {
        return set.slot(id)
                .filter(s -> s.is(State.READY))
                .map(s -> "; version " + s.plugin().version() + " runs as before")
                .orElse("");
    }

    private Optional<Refusal> refused(String id) {
        return set.refusals().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    private PluginException unknown(String id) {
        Set<String> ids = new TreeSet<>(unloaded.keySet());
        set.statuses().forEach(s -> ids.add(s.id()));
        return new PluginException(
                "there is no plugin %s; %s"
                        .formatted(Text.oneLine(id), Text.known("plugins", id, ids)));
    }

    /** Files of the plugins directory go by the name that they have there. */
    private Path known(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        return inDirectory(absolute) && name != null
                ? directory.orElseThrow().resolve(name)
                : absolute;
    }

    private boolean inDirectory(Path file) {
        return directory
                .map(d -> d.toAbsolutePath().normalize())
                .filter(d -> d.equals(file.toAbsolutePath().normalize().getParent()))
                .isPresent();
    }
}
