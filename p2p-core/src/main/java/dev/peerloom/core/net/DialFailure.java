package dev.peerloom.core.net;

import dev.peerloom.core.DisconnectRecord;

/** A dial did not become a link; that has been logged and recorded. */
public final class DialFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final transient DisconnectRecord record;

    DialFailure(DisconnectRecord record, Throwable cause) {
        super(record.detail(), cause);
        this.record = record;
    }

    /** What became of it. */
    public DisconnectRecord record() {
        return record;
    }
}
