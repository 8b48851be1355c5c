package dev.peerloom.core.plugin;

import static java.util.Objects.requireNonNull;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.fault.Failures;

import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * One plugin from its start to its stop. Owned by the plugin host's thread; the plugin's own code
 * runs in threads made for it.
 */
final class HostedPlugin extends Plugin {
    private static final Logger LOG = LoggerFactory.getLogger(HostedPlugin.class);

    private final PluginPackage plugin;
    private final PluginModuleLoader loader;
    private final PluginEnvironment environment;
    private final PluginThread starting;
    private final PluginThread stopping;
    private final Duration patience;
    private final PluginLayer layer;
    private final PluginContext context;
    private final PluginThread.Owner owner;

    /** Services whose start() has returned; written by the thread that starts them. */
    private final List<NodeService> started = new CopyOnWriteArrayList<>();

    private PluginThread.@Nullable Call<List<Protocol>> begun;
    private Map<Capability, Integer> protocols = Map.of();
    private boolean offered;

    HostedPlugin(
            PluginPackage plugin,
            PluginModuleLoader loader,
            PluginEnvironment environment,
            List<HostedPlugin> dependencies,
            PluginDeadlines deadlines) {
        this.plugin = plugin;
        this.loader = loader;
        this.environment = environment;
        this.owner = new PluginThread.Owner(plugin.id(), loader, environment.watch());
        this.starting = deadlines.starting();
        this.stopping = deadlines.stopping();
        this.patience = deadlines.grace();
        this.context =
                new PluginContext(
                        plugin.id(),
                        environment,
                        dependencies.stream().map(d -> d.context).toList());
        try {
            layer =
                    PluginLayer.define(
                            plugin, loader, dependencies.stream().map(d -> d.layer).toList());
        } catch (PluginProblem e) {
            throw new StartException(false, Text.message(e), e);
        }
    }

    /** Its modules, which those of dependents lie upon. */
    PluginLayer layer() {
        return layer;
    }

    /** What the plugin offers, with the number of message codes of each. */
    Map<Capability, Integer> protocols() {
        return protocols;
    }

    /** Makes the providers and starts the services, in a thread of theirs. */
    void begin() {
        begun = starting.begin(owner, "start()", this::run);
    }

    /** Waits for the services' start, and offers the protocols. */
    @Override
    public void start() {
        try {
            List<Protocol> found = requireNonNull(begun, "begin() comes first").await();
            Optional<String> unknown = context.settings().unknown();
            if (unknown.isPresent()) {
                throw new StartException(true, unknown.get());
            }
            offer(found);
        } catch (ExecutionException e) {
            throw undo(reason(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            throw undo(new StartException(false, Text.message(e), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw undo(new StartException(false, "its start was interrupted", e));
        } catch (StartException e) {
            throw undo(e);
        } catch (RuntimeException | LinkageError e) {
            throw undo(new StartException(false, Text.message(e), e));
        }
    }

    /** Offering asks the protocols for their names: like all their code, with their own loader. */
    private void offer(List<Protocol> found) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(loader);
        try {
            protocols = environment.offer(plugin.id(), found);
            offered = true;
        } finally {
            current.setContextClassLoader(before);
        }
    }

    /** Runs in the thread made for it. A service may return itself, or one protocol twice. */
    private List<Protocol> run() throws Exception {
        Providers providers = Providers.make(plugin, loader);
        Set<Protocol> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Protocol> found = new ArrayList<>(providers.protocols());
        seen.addAll(found);
        for (NodeService service : providers.services()) {
            start(service).stream().filter(seen::add).forEach(found::add);
        }
        return found;
    }

    private List<Protocol> start(NodeService service) throws Exception {
        Collection<? extends Protocol> protocols;
        try {
            protocols = service.start(context);
        } catch (PluginContext.MisuseException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new StartException(true, name() + ": " + Text.message(e), e);
        }
        started.add(service);
        return List.copyOf(
                requireNonNull(protocols, "start() of " + service.getClass() + " returned null"));
    }

    private static StartException reason(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof PluginSettings.SettingException) {
                return new StartException(true, Text.message(t), thrown);
            }
        }
        if (thrown instanceof StartException e) {
            return e;
        }
        if (thrown instanceof ExceptionInInitializerError && thrown.getCause() != null) {
            return new StartException(false, Text.describe(thrown.getCause()), thrown);
        }
        String said =
                thrown instanceof PluginProblem ? Text.message(thrown) : Text.describe(thrown);
        String meaning = Failures.explain(thrown).map(e -> " (" + e + ")").orElse("");
        return new StartException(false, said + meaning, thrown);
    }

    private StartException undo(StartException reason) {
        stop();
        return reason;
    }

    /** Withdraws what was offered, closes the links that use it and stops the services. */
    @Override
    public void stop() {
        context.withdrawOffers().forEach(e -> report("a registration", e));
        if (offered) {
            offered = false;
            protocols = Map.of();
            try {
                environment.withdraw(plugin.id());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                report("closing its links", e);
            } catch (RuntimeException e) {
                report("closing its links", e);
            }
        }
        for (NodeService service : started.reversed()) {
            stop(service);
        }
        started.clear();
        context.close().forEach(e -> report("a registration", e));
        LeftThreads.tell(owner, loader, patience);
    }

    private void stop(NodeService service) {
        try {
            stopping.call(
                    owner,
                    "stop()",
                    () -> {
                        service.stop();
                        return service;
                    });
        } catch (ExecutionException e) {
            owner.watch()
                    .faults()
                    .threw(plugin.id(), "stop()", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            LOG.debug("{}, which is among its faults", Text.message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            report("stop()", e);
        }
    }

    private void report(String what, Throwable thrown) {
        LOG.warn("{}, while it was stopped: {}: {}", name(), what, Text.describe(thrown));
        LOG.debug("{}, while it was stopped", name(), thrown);
    }

    private String name() {
        return "the plugin " + plugin.id();
    }
}
