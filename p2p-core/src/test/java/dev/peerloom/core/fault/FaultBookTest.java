package dev.peerloom.core.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.PluginFault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

@Isolated // It reads what the process writes to System.err.
class FaultBookTest {
    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong clock = new AtomicLong();
    private final FaultBook book =
            new FaultBook(clock::get, () -> Instant.ofEpochSecond(0, clock.get()));

    @Test
    void faultsOfOneKindAreOneEntryThatCountsAndShowsTheNewest() {
        book.threw("a", "x/1: run()", new IllegalStateException("block 1"));
        clock.set(7);
        book.threw("a", "x/1: peerInfo()", new IllegalStateException("block 1"));
        clock.set(9);
        book.threw("a", "x/1: run()", new IllegalStateException("block 2"));

        String thrown = " threw java.lang.IllegalStateException: block ";
        List<PluginFault> faults = book.of("a");
        assertEquals(List.of(1L, 2L), faults.stream().map(PluginFault::count).toList());
        assertEquals(
                List.of(Instant.ofEpochSecond(0, 7), Instant.ofEpochSecond(0, 9)),
                faults.stream().map(PluginFault::at).toList());
        String what = faults.getLast().what();
        assertTrue(what.startsWith("x/1: run()" + thrown + "2, at "), what);
        assertTrue(what.contains("FaultBookTest.faultsOfOneKind"), what);
        assertEquals(List.of(), book.of("b"));
    }

    @Test
    void kindsAndPluginsAreBounded() {
        int plugins = FaultBook.MAX_PLUGINS + 10;
        int kinds = FaultBook.MAX_KINDS + 3;
        assertEquals(plugins * kinds, logged(() -> fill(plugins, kinds)).size());

        assertEquals(List.of(), book.of("p9"));
        assertEquals(FaultBook.MAX_KINDS, book.of("p10").size());
        assertEquals("what 3", book.of("p265").getFirst().what());
        assertEquals("what 18", book.of("p265").getLast().what());
    }

    private void fill(int plugins, int kinds) {
        for (int plugin = 0; plugin < plugins; plugin++) {
            for (int kind = 0; kind < kinds; kind++) {
                book.record("p" + plugin, "kind " + kind, "what " + kind);
            }
        }
    }

    @Test
    void textsAreOneBoundedLine() {
        book.threw("a", "run()", new IllegalStateException("a\nb" + "c".repeat(10_000)));
        book.record("a", "long", "d".repeat(10_000));

        for (PluginFault fault : book.of("a")) {
            assertEquals(1, fault.what().lines().count());
            assertTrue(fault.what().length() <= 1000, fault.what());
        }
        assertTrue(book.of("a").getFirst().what().contains("a\\u000Ab"));
    }

    @Test
    void theFirstIsLoggedAndThenASummaryAMinute() {
        List<String> lines =
                logged(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                book.record("a", "kind", "what");
                            }
                            clock.set(MINUTE - 1);
                            book.record("a", "kind", "what");
                            clock.set(MINUTE);
                            book.record("a", "kind", "what");
                            book.record("a", "kind", "what");
                        });

        assertEquals(List.of("Plugin a: what", "Plugin a: what (happened 1001 times more)"), lines);
    }

    @Test
    void whatWasNotLoggedYetIsWhenThePluginGoes() {
        book.record("a", "kind", "what");
        book.record("a", "other", "else");
        book.record("a", "kind", "what");

        assertEquals(
                List.of("Plugin a: what (happened 1 times more)"), logged(() -> book.forget("a")));
        assertEquals(List.of(), book.of("a"));
        assertEquals(List.of("Plugin a: what"), logged(() -> book.record("a", "kind", "what")));
    }

    @Test
    void manyThreadsLoseNoFault() throws Exception {
        List<Thread> threads =
                IntStream.range(0, 8)
                        .mapToObj(
                                t ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            for (int i = 0; i < 1000; i++) {
                                                                book.record("a", "kind", "what");
                                                            }
                                                        }))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(8000, book.of("a").getFirst().count());
    }

    /** The lines of the log that some work makes, from the name of the plugin on. */
    private static List<String> logged(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("Plugin "))
                .map(line -> line.substring(line.indexOf("Plugin ")))
                .toList();
    }
}
