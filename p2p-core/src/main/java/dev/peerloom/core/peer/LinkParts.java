package dev.peerloom.core.peer;

import dev.peerloom.core.fault.CodeWatch;

import java.util.function.LongSupplier;

/**
 * What all links of a node share.
 *
 * @param timing how long to wait for what
 * @param clock nanoseconds that only grow
 * @param events who is told what happens
 * @param traces who looks at messages as they pass
 * @param buffers spare write buffers
 * @param flusher hands over what writers left pending
 * @param memory what large messages take their memory from
 * @param watch what is known of the plugins' code that runs
 * @param meters what is counted
 */
public record LinkParts(
        Timing timing,
        LongSupplier clock,
        PeerEvents events,
        MessageTraces traces,
        WriteBuffer.Pool buffers,
        Flusher flusher,
        MemoryBudget memory,
        CodeWatch watch,
        Meters meters)
        implements AutoCloseable {

    /** Parts for a node that goes by the machine's clock. */
    public static LinkParts create(Timing timing) {
        CodeWatch watch = CodeWatch.create();
        return new LinkParts(
                timing,
                System::nanoTime,
                new PeerEvents(watch),
                new MessageTraces(watch),
                new WriteBuffer.Pool(),
                new Flusher(),
                MemoryBudget.ofHeap(),
                watch,
                new Meters());
    }

    @Override
    public void close() {
        flusher.close();
        events.close();
        traces.close();
    }
}
