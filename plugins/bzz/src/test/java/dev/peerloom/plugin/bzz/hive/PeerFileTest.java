package dev.peerloom.plugin.bzz.hive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.plugin.bzz.Swarm;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

@Timeout(120)
class PeerFileTest {
    private static final int KILLS = 10;
    private static final int NODES = 200;
    private static final int GENERATIONS = 500;

    @TempDir Path directory;

    @Test
    void givesBackWhatWasWritten() throws Exception {
        PeerFile file = new PeerFile(directory);
        assertEquals(List.of(), file.read(), "nothing yet");
        SwarmNode ipv6 =
                new SwarmNode(
                        Swarm.at(3, 7),
                        new Enode(Swarm.node(Swarm.BASE).enode().id(), "2001:db8::1", 30399, 0));
        List<SwarmNode> nodes = List.of(Swarm.node(Swarm.at(1, 1)), ipv6);
        file.write(nodes);
        assertEquals(nodes, new PeerFile(directory).read());
        file.write(List.of());
        assertEquals(List.of(), file.read());
    }

    @Test
    void passesOverWhatMakesNoSense() throws Exception {
        PeerFile file = new PeerFile(directory);
        SwarmNode good = Swarm.node(Swarm.at(1, 1));
        file.write(List.of(good));
        Path path = directory.resolve("peers");
        Files.writeString(path, Files.readString(path) + "\nnonsense\n0x12 enode://\n\u0000\n");
        assertEquals(List.of(good), file.read());
        Files.writeString(path, "peerloom bzz peers 2\n");
        assertEquals(List.of(), file.read());
        Files.write(path, new byte[] {(byte) 0xff, 0, 1});
        assertEquals(List.of(), file.read());
        Files.write(path, new byte[0]);
        assertEquals(List.of(), file.read());
        Files.write(path, new byte[(8 << 20) + 1]);
        assertEquals(List.of(), file.read());
    }

    /** What a kill would leave is what a reader sees at that moment. */
    @Test
    void atEveryMomentTheFileIsOneGenerationWhole() throws Exception {
        PeerFile file = new PeerFile(directory);
        file.write(generation(1));
        CompletableFuture<Void> writing =
                CompletableFuture.runAsync(
                        () -> {
                            for (int number = 2; number <= GENERATIONS; number++) {
                                try {
                                    new PeerFile(directory).write(generation(number));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                        });
        do {
            List<SwarmNode> nodes = file.read();
            assertEquals(NODES, nodes.size());
            assertEquals(generation(nodes.getFirst().enode().tcpPort()), nodes);
        } while (!writing.isDone());
        writing.get();
    }

    /** A process of its own writes generation after generation, and is killed without warning. */
    @Test
    void aKillLeavesTheLastOrTheNextGenerationWhole() throws Exception {
        Random random = new Random(20261128);
        for (int kill = 0; kill < KILLS; kill++) {
            int written = killAfter(1 + random.nextInt(20));
            List<SwarmNode> nodes = new PeerFile(directory).read();
            assertEquals(NODES, nodes.size());
            int generation = nodes.getFirst().enode().tcpPort();
            assertTrue(generation >= written, generation + " is before " + written);
            assertEquals(generation(generation), nodes);
        }
    }

    private static List<SwarmNode> generation(int number) {
        NodeId id = new NodeId(new byte[64]);
        List<SwarmNode> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(new SwarmNode(Swarm.at(5, i), new Enode(id, "127.0.0.1", number, 0)));
        }
        return nodes;
    }

    /** Returns the last generation that was said to be written. */
    private int killAfter(int generations) throws IOException, InterruptedException {
        Process process = start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            int last = 0;
            for (int seen = 0; seen < generations; seen++) {
                last = Integer.parseInt(lines.readLine());
            }
            process.destroyForcibly(); // SIGKILL
            assertEquals(137, process.waitFor(), "it was not running any more");
            return last;
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        PeerFileTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The modules of this test as a class path: classes, tests and libraries. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Path.of("target", "test-classes").toString(),
                Path.of("target", "classes").toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""));
    }

    /** Writes for ever, and says each generation when it is written: the child process. */
    public static void main(String[] args) throws IOException {
        PeerFile file = new PeerFile(Path.of(args[0]));
        for (int number = 1; number <= 0xFFFF; number++) {
            file.write(generation(number));
            System.out.println(number);
            System.out.flush();
        }
    }
}
