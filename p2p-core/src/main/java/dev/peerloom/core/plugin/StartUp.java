package dev.peerloom.core.plugin;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginEvent.Kind;
import dev.peerloom.core.PluginStatus;

import org.pf4j.DefaultVersionManager;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;

/**
 * The plugins that are there when the node starts: what is wrong with them is the operator's
 * mistake, and the node does not start. Owned by the plugin host's thread.
 */
final class StartUp {
    private final PluginParts parts;
    private final PluginFiles files;
    private final Optional<Path> directory;
    private final Optional<PluginFolder> folder;
    private final PluginStarter starter;

    StartUp(
            PluginParts parts,
            PluginFiles files,
            Optional<Path> directory,
            Optional<PluginFolder> folder) {
        this.parts = parts;
        this.files = files;
        this.directory = directory;
        this.folder = folder;
        this.starter = new PluginStarter(parts);
    }

    void load(List<Path> elsewhere) throws ConfigurationException {
        // A cached jar would stay open after its plugin is gone.
        URLConnection.setDefaultUseCaches("jar", false);
        if (directory.isEmpty() && elsewhere.isEmpty()) {
            return;
        }
        try {
            files.prepare();
            if (folder.isPresent()) {
                // Before they are read: what is written meanwhile counts as changed.
                folder.get().prime();
            }
            addAll(elsewhere);
            checkSettings();
        } catch (PluginProblem | IOException e) {
            starter.stopAll();
            throw new ConfigurationException(
                    e instanceof PluginProblem
                            ? Text.message(e)
                            : "cannot copy the plugins: " + Text.describe(e),
                    e);
        }
    }

    private void addAll(List<Path> elsewhere) throws PluginProblem {
        List<Path> all = new ArrayList<>();
        if (directory.isPresent()) {
            all.addAll(PluginReader.find(directory.get()));
        }
        all.addAll(elsewhere);
        List<PluginPackage> found = new ArrayList<>();
        Refusals refused = new Refusals();
        List<Future<PluginPackage>> read = readAll(all);
        for (int i = 0; i < all.size(); i++) {
            try {
                found.add(Owner.await(PluginProblem.class, read.get(i)));
            } catch (RefusedException e) {
                refused.add(e, all.get(i));
            }
        }
        Resolution resolution = new Resolution(new DefaultVersionManager(), parts.systemVersion());
        resolution.resolve(refused.withoutDependents(found));
        for (String problem : resolution.problems().values()) {
            throw new PluginProblem(problem);
        }
        for (PluginPackage plugin : resolution.order()) {
            starter.warnOfPluginClass(plugin);
            parts.set().put(PluginSlot.resolved(plugin));
            parts.events().tell(Kind.LOADED, plugin, "from " + plugin.file());
        }
        for (Refusal refusal : refused.all()) {
            parts.set().refuse(refusal);
            parts.events()
                    .tell(
                            Kind.REFUSED,
                            refusal.id(),
                            refusal.version(),
                            refusal.file(),
                            refusal.problem());
        }
    }

    /**
     * Reads plugins side by side, as far as there are processors: they are the most of what a node
     * does before it is ready. Ended when it returns, whatever became of them.
     */
    private List<Future<PluginPackage>> readAll(List<Path> all) throws PluginProblem {
        List<Callable<PluginPackage>> tasks = new ArrayList<>();
        for (Path file : all) {
            tasks.add(() -> files.read(file));
        }
        int threads = Math.min(all.size(), Runtime.getRuntime().availableProcessors());
        ThreadFactory factory = Thread.ofPlatform().daemon().name("plugin reader").factory();
        try (ExecutorService readers =
                Executors.newFixedThreadPool(Math.max(1, threads), factory)) {
            return readers.invokeAll(tasks);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginProblem("reading the plugins was interrupted", e);
        }
    }

    private void checkSettings() throws PluginProblem {
        // Those too that are not trusted: their settings are no mistake.
        Set<String> ids =
                parts.set().statuses().stream().map(PluginStatus::id).collect(Collectors.toSet());
        for (String configured : new TreeSet<>(parts.environment().configuredPlugins())) {
            if (!ids.contains(configured)) {
                throw new PluginProblem(
                        "there are settings for the plugin "
                                + Text.oneLine(configured)
                                + directory.map(d -> ", which is not in " + d).orElse("")
                                + "; "
                                + Text.known("plugins", configured, ids));
            }
        }
    }

    /** Starts the plugins, side by side where none needs another. */
    void start() throws ConfigurationException {
        List<Begun> begun = new ArrayList<>();
        for (PluginSlot slot : parts.set().slots()) {
            if (needsAny(slot.plugin(), begun)) {
                finish(begun);
                begun.clear();
            }
            begun.add(new Begun(slot, starter.begin(slot.plugin())));
        }
        finish(begun);
    }

    /** A plugin that starts, or what kept it from that. */
    private record Begun(PluginSlot slot, Optional<StartException> failure) {}

    private static boolean needsAny(PluginPackage plugin, List<Begun> others) {
        List<String> dependencies = plugin.dependencies();
        for (Begun other : others) {
            if (dependencies.contains(other.slot.plugin().id())) {
                return true;
            }
        }
        return false;
    }

    /** Waits for plugins in their order: it is the one in which people are told of them. */
    private void finish(List<Begun> begun) throws ConfigurationException {
        StartException mistake = null;
        for (Begun each : begun) {
            PluginPackage plugin = each.slot.plugin();
            Optional<StartException> failure =
                    each.failure.isPresent() ? each.failure : starter.finish(plugin);
            if (failure.isEmpty()) {
                continue;
            }
            StartException e = failure.get();
            if (!e.isConfiguration()) {
                starter.tellFailed(plugin, e);
                parts.set().put(each.slot.failed(Text.message(e), e.waitsFor()));
            } else if (mistake == null) {
                mistake = e;
            }
        }
        if (mistake != null) {
            // The operator's mistake ends the start: it is told once, by whoever asked for it.
            starter.stopAll();
            throw new ConfigurationException(Text.message(mistake), mistake);
        }
    }
}
