package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginEvent.Kind;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What comes, changes and goes in the plugins directory, found by looking at it again and again. A
 * jar is taken when it looked the same twice and is complete; one that is being written is waited
 * for. It has no clock: time is counted in looks. Owned by the thread that looks.
 */
final class PluginFolder {
    /** For how many looks in a row a file that does not change may be incomplete. */
    static final int PATIENCE = 20;

    private final Path directory;
    private final PluginEvents events;
    private final Map<Path, Entry> entries = new TreeMap<>();
    private boolean unreadable;

    /** One file as it was seen. */
    private static final class Entry {
        FileStamp stamp;
        boolean settled;
        boolean toldWaiting;
        int incomplete;
        int missing;

        Entry(FileStamp stamp) {
            this.stamp = stamp;
        }
    }

    /**
     * What has happened since it was last said.
     *
     * @param settled files that are new or have changed, and are complete
     * @param broken files that stay incomplete, with what is wrong with them
     * @param gone files that are there no longer
     */
    record Found(Map<Path, FileStamp> settled, Map<Path, String> broken, List<Path> gone) {
        boolean isEmpty() {
            return settled.isEmpty() && broken.isEmpty() && gone.isEmpty();
        }
    }

    PluginFolder(Path directory, PluginEvents events) {
        this.directory = directory;
        this.events = events;
    }

    /** Takes what is there for known: the node has just loaded it, or is about to. */
    void prime() throws PluginProblem {
        for (Path file : PluginReader.find(directory)) {
            stamp(file)
                    .ifPresent(
                            stamp -> {
                                Entry entry = new Entry(stamp);
                                entry.settled = true;
                                entries.put(file, entry);
                            });
        }
    }

    /** Looks once. */
    Found look() {
        Found found = new Found(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        List<Path> files;
        try {
            files = PluginReader.find(directory);
            unreadable = false;
        } catch (PluginProblem e) {
            // A directory that cannot be read now says nothing of its plugins: they run on.
            if (!unreadable) {
                events.tell(Kind.WAITING, "", "", directory, Text.message(e));
            }
            unreadable = true;
            return found;
        }
        Set<Path> missing = new TreeSet<>(entries.keySet());
        for (Path file : files) {
            Optional<FileStamp> stamp = stamp(file);
            if (stamp.isPresent()) {
                missing.remove(file);
                seen(file, stamp.get(), found);
            }
        }
        entries.forEach((file, entry) -> entry.missing += missing.contains(file) ? 1 : 0);
        addGone(missing, found);
        return found;
    }

    /**
     * The node found that a file had changed while it was read, or that it is to be looked at
     * again.
     */
    void unsettle(Path file) {
        Entry entry = entries.get(file);
        if (entry != null) {
            entry.settled = false;
        }
    }

    private void seen(Path file, FileStamp stamp, Found found) {
        Entry entry = entries.get(file);
        if (entry == null) {
            events.tell(Kind.FOUND, "", "", file, "it is new");
            entries.put(file, new Entry(stamp));
            return;
        }
        entry.missing = 0;
        if (!entry.stamp.equals(stamp)) {
            changed(file, entry, stamp);
        } else if (!entry.settled) {
            settle(file, entry, found);
        }
    }

    private void changed(Path file, Entry entry, FileStamp stamp) {
        if (entry.settled) {
            events.tell(Kind.FOUND, "", "", file, "it has changed");
            entry.toldWaiting = false;
        } else {
            tellWaiting(file, entry, "it is being written");
        }
        entry.stamp = stamp;
        entry.settled = false;
        entry.incomplete = 0;
    }

    private void settle(Path file, Entry entry, Found found) {
        try {
            for (Path jar : PluginReader.jars(file)) {
                JarCheck.check(jar);
            }
        } catch (IOException | PluginProblem e) {
            entry.incomplete++;
            tellWaiting(file, entry, "it is not complete: " + Text.message(e));
            if (entry.incomplete >= PATIENCE) {
                entry.settled = true;
                found.broken.put(file, "it is not a complete jar: " + Text.message(e));
            }
            return;
        }
        entry.settled = true;
        entry.incomplete = 0;
        entry.toldWaiting = false;
        found.settled.put(file, entry.stamp);
    }

    private void tellWaiting(Path file, Entry entry, String why) {
        if (!entry.toldWaiting) {
            entry.toldWaiting = true;
            events.tell(Kind.WAITING, "", "", file, why);
        }
    }

    /**
     * While another file is being written nothing is said to be gone: it may be its new name. But
     * not for ever: what an operator deletes is not to run on because of a file that never ends.
     */
    private void addGone(Set<Path> missing, Found found) {
        boolean writing =
                entries.entrySet().stream()
                        .anyMatch(e -> !e.getValue().settled && !missing.contains(e.getKey()));
        for (Path file : missing) {
            Entry entry = entries.get(file);
            if (entry != null && entry.missing >= (writing ? PATIENCE : 2)) {
                entries.remove(file);
                events.tell(Kind.FOUND, "", "", file, "it is gone");
                found.gone.add(file);
            }
        }
    }

    /** Empty if it has just been deleted, or is a folder without jars. */
    static Optional<FileStamp> stamp(Path file) {
        try {
            List<Path> jars = PluginReader.jars(file);
            return jars.isEmpty() ? Optional.empty() : Optional.of(FileStamp.of(file, jars));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | PluginProblem e) {
            return Optional.empty();
        }
    }
}
