package dev.peerloom.cli.demo;

import java.util.stream.Stream;

/**
 * A link between two nodes of the demo, by their names.
 *
 * @param dialler the name of the node that dialled
 * @param listener the name of the node that was dialled
 */
record Link(String dialler, String listener) {
    /** Both ways over it. */
    Stream<Ledger.Way> ways() {
        return Stream.of(new Ledger.Way(dialler, listener), new Ledger.Way(listener, dialler));
    }

    @Override
    public String toString() {
        return dialler + " - " + listener;
    }
}
