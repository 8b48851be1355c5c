package dev.peerloom.core.fault;

import jdk.management.VirtualThreadSchedulerMXBean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the node alive beside plugins that compute without a pause. Virtual threads share as many
 * carrier threads as there are processors, and one that never waits keeps its carrier: as many such
 * {@code run()}s as processors would stop all others, and the node's own threads with them. When a
 * virtual thread is not run for a while because of that, the plugins are named and the JVM gets one
 * more carrier. A platform thread of its own owns it, which needs no carrier itself.
 */
public final class CarrierWatch implements AutoCloseable {
    static final Duration PERIOD = Duration.ofMillis(500);

    /** For how long a virtual thread may not be run before carriers are taken for occupied. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** How many carriers are added: plugins that need more than these have taken the machine. */
    private static final int MOST_ADDED = 64;

    /** A carrier is made when work arrives at an idle queue: which one, the calling thread says. */
    private static final int WAKE_UPS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);

    private final CodeWatch watch;
    private final int most = Runtime.getRuntime().availableProcessors() + MOST_ADDED;
    private final Thread thread;
    private CountDownLatch probe = new CountDownLatch(0);

    private CarrierWatch(CodeWatch watch) {
        this.watch = watch;
        this.thread = Thread.ofPlatform().daemon().name("carrier watch").unstarted(this::run);
    }

    /** Watches until it is closed. */
    public static CarrierWatch start(CodeWatch watch) {
        CarrierWatch started = new CarrierWatch(watch);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("The carriers of virtual threads are watched no longer");
        }
    }

    private void look() throws InterruptedException {
        Map<Thread, String> before = computing();
        if (probe.getCount() == 0) {
            CountDownLatch next = new CountDownLatch(1);
            Thread.ofVirtual().name("probe").start(next::countDown);
            probe = next;
        }
        if (!probe.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            Map<Thread, String> still = computing();
            still.keySet().retainAll(before.keySet());
            if (!still.isEmpty()) {
                still.forEach(this::tell);
                addCarrier();
            }
        }
    }

    /** The virtual threads that run code of plugins and do not wait for anything. */
    private Map<Thread, String> computing() {
        Map<Thread, String> computing = new HashMap<>(watch.threads().current());
        computing.keySet().removeIf(t -> !t.isVirtual() || t.getState() != Thread.State.RUNNABLE);
        return computing;
    }

    private void tell(Thread busy, String plugin) {
        watch.faults()
                .record(
                        plugin,
                        "computes without a pause",
                        "%s computes without a pause, and others have waited for a processor for %s s, at %s"
                                .formatted(
                                        busy.getName(),
                                        PATIENCE.toSeconds(),
                                        Failures.stack(busy.getStackTrace())));
    }

    private void addCarrier() throws InterruptedException {
        // Asked for when it is needed: it takes a while to load, and most nodes never need it.
        VirtualThreadSchedulerMXBean scheduler =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        int more = scheduler.getParallelism() + 1;
        if (more > most) {
            LOG.warn(
                    "Plugins keep all {} threads that protocols share busy: the node is slow",
                    most);
            return;
        }
        scheduler.setParallelism(more);
        for (int i = 0; i < WAKE_UPS && probe.getCount() > 0; i++) {
            Thread waking = Thread.ofPlatform().start(() -> Thread.ofVirtual().start(() -> {}));
            waking.join();
        }
        LOG.info("Protocols share {} threads now, as plugins keep some of them busy", more);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
