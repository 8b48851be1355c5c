package dev.peerloom.cli.demo;

import dev.peerloom.api.Enode;
import dev.peerloom.core.PeerStatus;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.RunningProtocol;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Says what happens in the demo. Used by one thread. */
interface DemoView {
    /** The plugins and the nodes. */
    void intro(Path folder, List<PluginStatus> plugins, Map<String, Enode> enodes);

    /** What each link runs. Returns whether both ends say the same of every link. */
    boolean links(List<Link> links, DemoNodes nodes);

    /** From here on messages are shown. */
    void talk(boolean once);

    /** One thing that a node saw, if it is to be shown. */
    void show(Sighting seen);

    /** How much was said. */
    void totals(List<Link> links, Ledger ledger, long missed);

    /** From here on the nodes leave. */
    void ending();

    /** Something that should have worked did not. */
    void failed(String what);

    /** What one end of a link says it runs: {@code eth/69 17+18} for each protocol. */
    static List<String> shape(PeerStatus status) {
        return status.protocols().stream().map(DemoView::shape).toList();
    }

    private static String shape(RunningProtocol protocol) {
        return "%s %d+%d".formatted(protocol.capability(), protocol.offset(), protocol.length());
    }
}
