package dev.peerloom.cli.demo;

import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Three nodes that connect to each other, and what they say of it. The thread of {@link #run()}
 * owns everything here but the queue, into which the nodes put what they see, and the flag that
 * stops it.
 */
public final class Demo {
    private static final Duration LINKING = Duration.ofSeconds(20);
    private static final Duration TALKING = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration STOPPING = Duration.ofSeconds(40);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int QUEUE = 10_000;

    private static final List<String> NAMES = List.of("A", "B", "C");
    private static final List<Link> LINKS =
            List.of(new Link("B", "A"), new Link("C", "A"), new Link("C", "B"));

    private final Plan plan;
    private final DemoView view;
    private final Ledger ledger = new Ledger();
    private final BlockingQueue<Sighting> sightings = new LinkedBlockingQueue<>(QUEUE);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /**
     * What to show.
     *
     * @param clientName what the nodes call themselves
     * @param plugins where their plugins lie
     * @param settings the settings of these plugins
     * @param once whether to end by itself
     */
    public record Plan(
            String clientName,
            Path plugins,
            Map<String, Map<String, String>> settings,
            boolean once) {}

    private Demo(Plan plan, DemoView view) {
        this.plan = plan;
        this.view = view;
    }

    /** Makes a demo that shows itself on a screen. */
    public Demo(Plan plan, Screen screen) {
        this(plan, new DemoText(screen));
    }

    /** Makes a demo that tells programs what happens, a line of JSON for each event. */
    public static Demo inJson(Plan plan, PrintStream out) {
        return new Demo(plan, new DemoJson(out));
    }

    /** Ends it from another thread; returns when it has ended. */
    public void stop() {
        stopping = true;
        try {
            if (!ended.await(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the demo did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs it in this thread. Returns whether everything was negotiated and stayed so. */
    public boolean run() throws ConfigurationException, InterruptedException {
        try (DemoNodes nodes = new DemoNodes()) {
            for (String name : NAMES) {
                nodes.start(name, plan, sightings);
            }
            List<PluginStatus> plugins = nodes.node(NAMES.getFirst()).plugins();
            view.intro(plan.plugins(), plugins, nodes.enodes());
            if (plugins.stream().noneMatch(p -> p.state() == PluginStatus.State.READY)) {
                view.failed("no plugin in " + plan.plugins() + " offers a protocol");
                return false;
            }
            boolean agreed = link(nodes);
            if (agreed) {
                talk(nodes);
            }
            boolean stayed = !ledger.anyClosed();
            end(nodes);
            return agreed && stayed;
        } finally {
            ended.countDown();
        }
    }

    private boolean link(DemoNodes nodes) throws InterruptedException {
        for (Link link : LINKS) {
            nodes.node(link.dialler()).connect(nodes.node(link.listener()).enode());
        }
        // The first messages come while other links are still being made: they are shown after.
        List<Sighting> early = new ArrayList<>();
        watch(LINKING, early::add, () -> ledger.allConnected(LINKS) || ledger.anyClosed());
        boolean agreed = ledger.allConnected(LINKS) && view.links(LINKS, nodes);
        if (!agreed && !stopping) {
            view.failed("the nodes did not agree with each other");
        }
        view.talk(plan.once());
        early.forEach(view::show);
        return agreed;
    }

    private void talk(DemoNodes nodes) throws InterruptedException {
        if (plan.once()) {
            watch(TALKING, view::show, () -> ledger.allSpoke(LINKS) || ledger.anyClosed());
        }
        while (!plan.once() && !stopping) {
            watch(TALKING, view::show, () -> stopping);
        }
        view.totals(LINKS, ledger, nodes.missed());
    }

    private void end(DemoNodes nodes) throws InterruptedException {
        view.ending();
        List<String> left = new ArrayList<>(NAMES);
        while (left.size() > 1) {
            String leaving = left.removeLast();
            nodes.node(leaving).close();
            watch(
                    CLOSING,
                    view::show,
                    () -> left.stream().allMatch(name -> ledger.closed(name, leaving)));
        }
    }

    /** Takes in what the nodes see, until a condition holds, the time is over, or it is stopped. */
    private void watch(Duration limit, Consumer<Sighting> show, BooleanSupplier done)
            throws InterruptedException {
        boolean wasStopping = stopping;
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean() && stopping == wasStopping && System.nanoTime() < end) {
            Sighting seen = sightings.poll(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            if (seen != null) {
                ledger.add(seen);
                show.accept(seen);
            }
        }
    }

    /** What the demo asks its nodes to tell. */
    static List<Class<? extends PeerEvent>> kinds() {
        return List.of(
                PeerEvent.Connected.class,
                PeerEvent.Disconnected.class,
                PeerEvent.MessageSent.class,
                PeerEvent.MessageReceived.class);
    }
}
