package dev.peerloom.cli.verify;

import dev.peerloom.api.Capability;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PluginException;
import dev.peerloom.core.PluginFault;
import dev.peerloom.core.PluginStatus;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a plugin in real nodes on loopback, step by step. Used by one thread. */
final class Trial {
    private static final int CONNECT_SECONDS = 20;
    private static final int COLLECT_SECONDS = 10;
    private static final int INFORMATION_SECONDS = 5;
    private static final int STACK = 5;

    private final TrialRequest request;
    private final TrialOutput output;
    private TrialStep step = TrialStep.START;

    Trial(TrialRequest request, TrialOutput output) {
        this.request = request;
        this.output = output;
    }

    /** Goes on until a step has a fault that makes the next ones useless. */
    void run() throws InterruptedException {
        begin(TrialStep.START);
        NodeKey key = NodeKey.generate();
        Map<Capability, Integer> first;
        try (Node node = start(key, "first")) {
            PluginStatus status = status(node);
            if (status.state() != PluginStatus.State.READY) {
                fault(
                        status.problem().orElse("it did not become ready"),
                        "see the message; the node's log has the stack at --log-level debug");
                return;
            }
            first = new TreeMap<>(status.protocols());
            passed(describe(first));
        } catch (ConfigurationException e) {
            fault(message(e), "settings are given with --set PLUGIN.KEY=VALUE");
            return;
        }
        begin(TrialStep.RESTART);
        try (Node node = start(key, "first")) {
            restart(node, first);
        } catch (ConfigurationException e) {
            fault("it does not start a second time: " + message(e), "see what the first run left");
        }
    }

    private void restart(Node node, Map<Capability, Integer> first) throws InterruptedException {
        Map<Capability, Integer> second = new TreeMap<>(status(node).protocols());
        if (!second.equals(first)) {
            fault(
                    "it offered " + describe(first) + ", and after a restart " + describe(second),
                    "name(), version() and length() must be the same at every start");
            return;
        }
        passed("the same after a restart");
        if (first.isEmpty()) {
            skipped(TrialStep.NEGOTIATE, "it offers no protocol");
            skipped(TrialStep.INFORMATION, "it offers no protocol");
            skipped(TrialStep.MESSAGES, "it offers no protocol");
        } else {
            negotiate(node, first);
            begin(TrialStep.MESSAGES);
            messages(node, first);
        }
        begin(TrialStep.UNLOAD);
        unload(node);
    }

    private void negotiate(Node node, Map<Capability, Integer> protocols)
            throws InterruptedException {
        begin(TrialStep.NEGOTIATE);
        try (Node other = start(NodeKey.generate(), "second")) {
            if (!status(other).protocols().equals(protocols)) {
                fault(
                        "it offers "
                                + describe(status(other).protocols())
                                + " in a second node of the same process",
                        "name(), version() and length() must not depend on what ran before");
                return;
            }
            BlockingQueue<PeerEvent> events = new LinkedBlockingQueue<>();
            other.onPeerEvent(PeerEvent.Connected.class, events::add);
            other.connect(node.enode());
            PeerEvent connected = events.poll(CONNECT_SECONDS, TimeUnit.SECONDS);
            if (connected == null) {
                fault(
                        "two nodes with this plugin did not connect within "
                                + CONNECT_SECONDS
                                + " s",
                        "see that the protocol does not end the link before it was agreed upon");
                return;
            }
            passed("a second node agrees on " + names(shared(connected, protocols)));
            information(other);
        } catch (ConfigurationException e) {
            fault("it does not start in a second node: " + message(e), "see the message");
        }
    }

    /** Asks the protocols what they say of themselves, and of the peer that they have now. */
    private void information(Node node) throws InterruptedException {
        begin(TrialStep.INFORMATION);
        String advice =
                "nodeInfo() and peerInfo() answer at once, from any thread, with maps, lists,"
                        + " strings, numbers and booleans";
        Thread asking =
                Thread.ofPlatform()
                        .daemon()
                        .name("information")
                        .start(
                                () -> {
                                    var _ = node.protocols();
                                    var _ = node.peers();
                                });
        if (!asking.join(Duration.ofSeconds(INFORMATION_SECONDS))) {
            String calls =
                    Arrays.stream(asking.getStackTrace())
                            .limit(STACK)
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(" < "));
            fault(
                    "nodeInfo() or peerInfo() goes on after %d s, at %s"
                            .formatted(INFORMATION_SECONDS, calls),
                    advice);
            return;
        }
        List<String> wrong =
                status(node).faults().stream()
                        .map(PluginFault::what)
                        .filter(what -> what.contains("Info()"))
                        .toList();
        wrong.forEach(what -> fault(what, advice));
        if (wrong.isEmpty()) {
            passed("nodeInfo and peerInfo can be shown");
        }
    }

    /** Of each name, the highest version of both. */
    private static List<Capability> shared(
            PeerEvent connected, Map<Capability, Integer> protocols) {
        Map<String, Capability> highest = new TreeMap<>();
        for (Capability capability : connected.peer().capabilities()) {
            if (protocols.containsKey(capability)) {
                highest.merge(
                        capability.name(), capability, (a, b) -> a.version() > b.version() ? a : b);
            }
        }
        return List.copyOf(highest.values());
    }

    private void messages(Node node, Map<Capability, Integer> protocols)
            throws InterruptedException {
        FuzzPlan plan = new FuzzPlan(request.seed(), request.messages(), request.time());
        long end = System.nanoTime() + request.time().toNanos();
        int left = protocols.size();
        for (Map.Entry<Capability, Integer> entry : protocols.entrySet()) {
            long share = Math.max(0, end - System.nanoTime()) / left--;
            Fuzz fuzz = new Fuzz(node, entry.getKey(), entry.getValue(), plan, output::progress);
            FuzzResult result;
            try {
                result = fuzz.run(share);
            } catch (ConfigurationException e) {
                throw new IllegalStateException("a node on loopback does not start", e);
            }
            result(result.toCheck(step.title()));
        }
        PluginStatus after = status(node);
        for (PluginFault fault : after.faults()) {
            result(
                    CheckResult.warning(
                            step.title(),
                            fault.what()
                                    + (fault.count() > 1 ? " (" + fault.count() + " times)" : ""),
                            "messages of a peer may hold anything: end with a DisconnectException"
                                    + " or an RlpException"));
        }
    }

    private void unload(Node node) throws InterruptedException {
        try {
            node.unloadPlugin(request.id());
        } catch (PluginException e) {
            fault(message(e), "see the message");
            return;
        }
        for (int i = 0; i < COLLECT_SECONDS * 10; i++) {
            System.gc();
            if (node.lingeringPlugins().stream().noneMatch(p -> p.id().equals(request.id()))) {
                passed("unloaded; its class loader was collected");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        List<String> threads = threads();
        fault(
                "its class loader is in memory "
                        + COLLECT_SECONDS
                        + " s after it was unloaded"
                        + (threads.isEmpty() ? "" : ", where its threads run on: " + threads),
                "in NodeService.stop(), end threads and timers, and take back what was registered"
                        + " with the JDK (shutdown hooks, drivers, ThreadLocals of shared threads)");
    }

    /** Threads whose code or context is that of a plugin. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> isOfPlugin(thread.getContextClassLoader()))
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    private static boolean isOfPlugin(@org.jspecify.annotations.Nullable ClassLoader loader) {
        return loader != null
                && !loader.equals(ClassLoader.getSystemClassLoader())
                && !loader.equals(ClassLoader.getPlatformClassLoader());
    }

    private Node start(NodeKey key, String folder) throws ConfigurationException {
        return Node.start(
                NodeConfig.builder(key)
                        .clientName("Peerloom/verify")
                        .pluginsDirectory(request.plugins())
                        .dataDirectory(request.work().resolve(folder))
                        .settings(request.settings())
                        .build());
    }

    private PluginStatus status(Node node) {
        return node.plugins().stream()
                .filter(status -> status.id().equals(request.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no plugin " + request.id()));
    }

    private static String describe(Map<Capability, Integer> protocols) {
        return protocols.isEmpty()
                ? "no protocol"
                : new TreeMap<>(protocols)
                        .entrySet().stream()
                                .map(e -> e.getKey() + " (" + codes(e.getValue()) + ")")
                                .collect(Collectors.joining(", "));
    }

    private static String codes(int length) {
        return length == 1 ? "1 code" : length + " codes";
    }

    private static String names(Collection<Capability> capabilities) {
        return capabilities.stream().map(Capability::toString).collect(Collectors.joining(", "));
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private void begin(TrialStep next) {
        step = next;
        output.begin(next);
    }

    private void passed(String said) {
        result(CheckResult.passed(step.title(), said));
    }

    private void fault(String said, String advice) {
        result(CheckResult.fault(step.title(), said, advice));
    }

    private void skipped(TrialStep skipped, String said) {
        result(CheckResult.skipped(skipped.title(), said));
    }

    private void result(CheckResult result) {
        output.result(result);
    }
}
