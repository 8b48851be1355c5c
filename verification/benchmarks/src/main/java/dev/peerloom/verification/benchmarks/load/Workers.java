package dev.peerloom.verification.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Several threads that do the same until it has been done often enough. */
final class Workers {
    /** A part of the work. */
    @FunctionalInterface
    interface Part {
        void run(int index) throws IOException;
    }

    private Workers() {}

    /** Runs part 0 to {@code parts} - 1, so many at once, and waits for all. */
    static void run(int abreast, int parts, Part part) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(abreast)) {
            var running =
                    IntStream.range(0, abreast)
                            .<Future<?>>mapToObj(
                                    worker ->
                                            threads.submit(
                                                    () -> every(worker, abreast, parts, part)))
                            .toList();
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the load failed", e.getCause());
        }
    }

    private static Void every(int first, int step, int parts, Part part) throws IOException {
        for (int index = first; index < parts; index += step) {
            part.run(index);
        }
        return null;
    }
}
