package dev.peerloom.cli.rpc;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects the answers of a batch up to a size. Used by one thread. */
final class BatchAnswer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int limit;
    private boolean full;

    BatchAnswer(int limit) {
        this.limit = limit;
    }

    /** Whether an answer did not fit: the others are only refused from now on. */
    boolean isFull() {
        return full;
    }

    /** Adds an answer; if it does not fit, what stands for it, which is small. */
    void add(byte[] answer, Supplier<Optional<byte[]>> instead) {
        if (!full && out.size() + answer.length > limit) {
            full = true;
            instead.get().ifPresent(this::append);
        } else {
            append(answer);
        }
    }

    private void append(byte[] answer) {
        out.write(out.size() == 0 ? '[' : ',');
        out.writeBytes(answer);
    }

    /** The array of answers; empty if there are none. */
    Optional<byte[]> toBytes() {
        if (out.size() == 0) {
            return Optional.empty();
        }
        out.write(']');
        return Optional.of(out.toByteArray());
    }
}
