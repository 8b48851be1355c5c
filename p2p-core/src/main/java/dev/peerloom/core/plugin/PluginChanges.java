package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginEvent.Kind;
import dev.peerloom.core.PluginException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginStatus.State;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an operator asks of a running node's plugins. Owned by the plugin host's thread. */
final class PluginChanges {
    private static final Logger LOG = LoggerFactory.getLogger(PluginChanges.class);

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
            set.forget(slot.get().plugin().file());
            unloaded.put(id, slot.get().plugin().file());
        } else {
            unloaded.put(id, refused(id).orElseThrow(() -> unknown(id)).file());
        }
        // Those with the same id that were refused would take its place otherwise.
        refusals(id).forEach(r -> set.forget(r.file()));
    }

    /**
     * Does what follows from what was found in the plugins directory.
     *
     * @return files that changed while they were read: they are to be looked at again
     */
    List<Path> follow(PluginFolder.Found found) {
        List<Path> again = new ArrayList<>();
        List<PluginPackage> wanted = new ArrayList<>();
        Set<String> removed = new TreeSet<>();
        found.settled()
                .forEach(
                        (file, stamp) -> {
                            unloaded.values().remove(file);
                            try {
                                PluginPackage plugin = files.read(file);
                                if (!PluginFolder.stamp(file).equals(Optional.of(stamp))) {
                                    set.release(plugin);
                                    again.add(file);
                                } else if (isNews(plugin)) {
                                    otherId(plugin).ifPresent(removed::add);
                                    wanted.add(plugin);
                                }
                            } catch (RefusedException e) {
                                refuse(untrusted(file, e));
                            } catch (PluginProblem e) {
                                refuse(file, Text.message(e));
                            }
                        });
        found.broken().forEach(this::refuse);
        found.gone().forEach(file -> gone(file, wanted).ifPresent(removed::add));
        // What is gone may make room for another file with the same plugin, which was refused.
        if (!wanted.isEmpty() || !removed.isEmpty() || !found.gone().isEmpty()) {
            new PluginChange(parts).apply(wanted, removed);
        }
        return again;
    }

    /** A file that was written anew with the same bytes changes nothing for a plugin that runs. */
    private boolean isNews(PluginPackage plugin) {
        boolean same =
                set.slotAt(plugin.file())
                        .filter(s -> s.is(State.READY) && sameBytes(s.plugin(), plugin))
                        .isPresent();
        if (same) {
            set.release(plugin);
            parts.events().tell(Kind.FOUND, plugin, "its bytes are the same: it runs on");
        }
        return !same;
    }

    private static boolean sameBytes(PluginPackage runs, PluginPackage found) {
        try {
            return runs.sameBytes(found);
        } catch (IOException e) {
            LOG.warn("cannot compare the copies of {}: {}", found.file(), Text.describe(e));
            return false; // reloading it is right either way
        }
    }

    /** A file that cannot be read. What was loaded from it before runs on. */
    private void refuse(Path file, String problem) {
        refuse(Refusal.broken(file, problem));
    }

    /** A name that a trusted plugin has is that one's. */
    private Refusal untrusted(Path file, RefusedException e) {
        String id = set.slot(e.id()).isPresent() ? String.valueOf(file.getFileName()) : e.id();
        return Refusal.untrusted(file, id, e.version(), Text.message(e));
    }

    private void refuse(Refusal refusal) {
        Optional<PluginSlot> slot = set.slotAt(refusal.file());
        set.refuse(refusal);
        if (slot.isPresent() && slot.get().is(State.FAILED)) {
            set.take(slot.get().plugin().id());
            set.release(slot.get().plugin());
        } else {
            slot.ifPresent(s -> parts.faults().note(s.plugin().id(), refusal.problem()));
        }
        parts.events()
                .tell(
                        Kind.REFUSED,
                        refusal.id(),
                        refusal.version(),
                        refusal.file(),
                        refusal.problem());
    }

    /** The id of the plugin that goes with a file, unless another file has it now. */
    private Optional<String> gone(Path file, List<PluginPackage> wanted) {
        unloaded.values().remove(file);
        set.forget(file);
        return set.slotAt(file)
                .map(s -> s.plugin().id())
                .filter(id -> wanted.stream().noneMatch(p -> p.id().equals(id)))
                .filter(id -> refused(id).filter(Refusal::again).isEmpty());
    }

    /** One file holds one plugin: if it has another id now, the other one is gone. */
    private Optional<String> otherId(PluginPackage plugin) {
        return set.slotAt(plugin.file())
                .map(s -> s.plugin().id())
                .filter(id -> !id.equals(plugin.id()));
    }

    private PluginStatus take(Path file) throws PluginException {
        PluginPackage plugin;
        try {
            plugin = files.read(file);
        } catch (PluginProblem e) {
            set.slotAt(file).ifPresent(s -> parts.faults().note(s.plugin().id(), Text.message(e)));
            throw new PluginException(Text.message(e), e);
        }
        Set<String> removed = new TreeSet<>();
        otherId(plugin).ifPresent(removed::add);
        new PluginChange(parts).apply(List.of(plugin), removed);
        return outcome(plugin);
    }

    private PluginStatus outcome(PluginPackage plugin) throws PluginException {
        Optional<PluginSlot> slot = set.slot(plugin.id()).filter(s -> s.plugin().equals(plugin));
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
        return refusals(id).stream().findFirst();
    }

    private List<Refusal> refusals(String id) {
        return set.refusals().stream().filter(r -> r.id().equals(id)).toList();
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
