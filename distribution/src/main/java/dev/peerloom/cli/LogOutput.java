package dev.peerloom.cli;

import dev.peerloom.cli.live.StatusLine;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.Supplier;

/**
 * What slf4j-simple writes to: puts each event on one line, its stack trace included, and writes
 * out control characters. slf4j-simple prints an event line by line and then flushes, under a lock
 * of its own, which owns this object.
 */
final class LogOutput extends PrintStream {
    private final StatusLine target;
    private final Supplier<String> before;
    private final StringBuilder event = new StringBuilder();

    /**
     * @param before what stands before each event
     */
    LogOutput(StatusLine target, Charset charset, Supplier<String> before) {
        super(OutputStream.nullOutputStream(), false, charset);
        this.target = target;
        this.before = before;
    }

    @Override
    public void println(@Nullable String line) {
        event.append(event.isEmpty() ? before.get() : " | ");
        event.append(Lines.escape(String.valueOf(line).strip()));
    }

    @Override
    public void println(@Nullable Object line) {
        println(String.valueOf(line));
    }

    @Override
    public void flush() {
        if (!event.isEmpty()) {
            target.line(event);
            event.setLength(0);
        }
    }
}
