package dev.peerloom.core;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A step in the life of a plugin. Each one is also a line in the log.
 *
 * @param at when it happened
 * @param kind what happened
 * @param id the plugin's id; empty while it is not known, as a broken jar does not tell it
 * @param version the plugin's version; empty while it is not known
 * @param file the jar or the folder
 * @param detail one line that says more; may be empty
 */
public record PluginEvent(
        Instant at, Kind kind, String id, String version, Path file, String detail) {

    /** What happened to a plugin. */
    public enum Kind {
        /** A jar or folder is new in the plugins directory, has changed, or is gone from it. */
        FOUND,
        /** A jar or folder is not complete yet: it is looked at again. */
        WAITING,
        /** Its jars were copied, read and checked against the other plugins. */
        LOADED,
        /** It runs: its protocols are offered in hellos from now on. */
        STARTED,
        /** Its protocols are offered no longer, and the links that run them are closed in order. */
        STOPPING,
        /** Its services have been stopped. */
        STOPPED,
        /** Its class loader was closed and the copies of its jars were deleted. */
        UNLOADED,
        /** It cannot be used with what is there: none of its code has run. */
        REFUSED,
        /** It was to be started, or went on running, and failed. */
        FAILED,
        /** Its new version could not be used, so the one that ran before runs again. */
        RESTORED,
        /** A peer that we dialled is connected again, as it also speaks what is offered now. */
        REDIALLING
    }
}
