package dev.peerloom.cli.verify;

/** What a check came to. */
public enum Outcome {
    /** All is well. */
    PASSED,
    /** Legal, and worth a look. */
    WARNING,
    /** The plugin must be changed. */
    FAULT,
    /** Could not be checked, because of a fault before it, or does not apply. */
    SKIPPED
}
