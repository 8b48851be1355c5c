package dev.peerloom.verification.plugins;

import dev.peerloom.api.Capability;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeKey;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A node that loads a plugin and unloads it, again and again, each time with a peer on it. */
final class CycleProgram {
    private static final int WARM_UP = 20;

    private final Node node;
    private final Path jar;

    private CycleProgram(Node node, Path jar) {
        this.node = node;
        this.jar = jar;
    }

    /**
     * Arguments: an empty folder, the jar, how many times. Prints what it has held before and
     * after.
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (Node node = Node.start(Nodes.config(folder.resolve("node"), plugins))) {
            CycleProgram program = new CycleProgram(node, Path.of(args[1]));
            program.cycle(WARM_UP);
            Held before = program.settled();
            program.cycle(Integer.parseInt(args[2]));
            Held after = program.settled();
            System.out.println("before " + before);
            System.out.println("after " + after);
            System.out.println(after.exceeds(before) ? "grown" : "not grown");
        }
        System.exit(0);
    }

    private void cycle(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            var _ = node.loadPlugin(jar);
            try (LightPeer peer =
                    LightPeer.connect(
                            NodeKey.generate(),
                            node.enode(),
                            new Capability("heavy", 1),
                            message -> {})) {
                node.unloadPlugin("heavy");
                peer.awaitEnd();
            }
        }
    }

    private Held settled() {
        Awaitility.await()
                .until(
                        () -> {
                            System.gc();
                            return node.lingeringPlugins().isEmpty() && node.peers().isEmpty();
                        });
        return Held.now();
    }

    /** What a process has. */
    private record Held(int classes, long metaspace, long openFiles, long threads, long heap) {
        /**
         * The JIT and the JDK make some classes of their own, which do not grow with the cycles.
         */
        private static final int SOME_CLASSES = 200;

        private static final long MEBI = 1 << 20;

        static Held now() {
            ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
            return new Held(
                    classes.getLoadedClassCount(),
                    metaspaceUsed(),
                    countFiles(),
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
                            .filter(thread -> !thread.getName().startsWith("awaitility"))
                            .count(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }

        private static long metaspaceUsed() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Metaspace"))
                    .map(MemoryPoolMXBean::getUsage)
                    .mapToLong(usage -> usage.getUsed())
                    .sum();
        }

        private static long countFiles() {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return open.count();
            } catch (IOException e) {
                return 0; // Not Linux.
            }
        }

        boolean exceeds(Held before) {
            return classes > before.classes + SOME_CLASSES
                    // Profiles of the node's own code: as much after 4,000 cycles as after 1,000.
                    || metaspace > before.metaspace + 4 * MEBI
                    || openFiles > before.openFiles + 2
                    || threads > before.threads + 2
                    || heap > before.heap + 8 * MEBI;
        }
    }
}
