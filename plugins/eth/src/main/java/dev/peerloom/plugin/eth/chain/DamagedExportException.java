package dev.peerloom.plugin.eth.chain;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * A block export cannot be used. The operator's to mend, so it is an IllegalArgumentException,
 * whose message says where the damage begins.
 */
public final class DamagedExportException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final long offset;

    DamagedExportException(Path file, long offset, String what, @Nullable Throwable cause) {
        super(
                "block export "
                        + file
                        + " is damaged at byte "
                        + offset
                        + ": "
                        + what
                        + "; export the chain again",
                cause);
        this.offset = offset;
    }

    DamagedExportException(Path file, long offset, String what) {
        this(file, offset, what, null);
    }

    /**
     * Where the block begins that cannot be used.
     *
     * @return bytes from the start of the file
     */
    public long offset() {
        return offset;
    }
}
