package dev.peerloom.cli.demo;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.cli.Lines;
import dev.peerloom.cli.PluginListing;
import dev.peerloom.cli.Table;
import dev.peerloom.core.PeerStatus;
import dev.peerloom.core.PluginStatus;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows people what happens in the demo. Used by one thread. */
final class DemoText implements DemoView {
    private static final String INDENT = "  ";
    private static final int WIDEST_CELL = 32;
    private static final int LINES_PER_SECOND = 40;
    private static final long SECOND = 1_000_000_000;

    private final Screen screen;
    private final long start = System.nanoTime();
    private long second;
    private int linesInSecond;
    private long held;

    DemoText(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void intro(Path folder, List<PluginStatus> plugins, Map<String, Enode> enodes) {
        screen.line(
                "Peerloom demo: three nodes in this process, on 127.0.0.1, which speak with"
                        + " each other");
        screen.line("what the plugins in " + folder + " can speak.");
        screen.heading("Plugins");
        Table table = new Table(INDENT);
        for (PluginStatus plugin : plugins) {
            table.row(
                    Lines.escape(plugin.id()),
                    Lines.escape(plugin.version()),
                    plugin.state().name().toLowerCase(Locale.ROOT),
                    PluginListing.protocols(plugin),
                    Lines.escape(plugin.problem().orElse("")));
        }
        screen.block(table.toString());
        screen.heading("Nodes");
        enodes.forEach((name, enode) -> screen.line(INDENT + name + "  " + shorten(enode)));
    }

    /** Enough of the id to tell nodes apart. */
    private static String shorten(Enode enode) {
        String id = enode.id().toString();
        return enode.toString().replace(id, id.substring(0, 16) + "…");
    }

    @Override
    public boolean links(List<Link> links, DemoNodes nodes) {
        boolean agreed = true;
        for (Link link : links) {
            screen.heading("Link " + link + "   (" + link.dialler() + " dialled)");
            agreed &= link(link, nodes);
        }
        return agreed;
    }

    private boolean link(Link link, DemoNodes nodes) {
        Optional<PeerStatus> one = nodes.status(link.dialler(), link.listener());
        Optional<PeerStatus> other = nodes.status(link.listener(), link.dialler());
        if (one.isEmpty() || other.isEmpty()) {
            screen.line(INDENT + screen.bad("closed before it could be shown"));
            return false;
        }
        CodeSpace space = new CodeSpace(one.get().protocols());
        screen.block(space.table(INDENT));
        screen.block(screen.accent(space.bar(INDENT, WIDEST_CELL)));
        boolean same = DemoView.shape(one.get()).equals(DemoView.shape(other.get()));
        screen.line(
                INDENT
                        + (same
                                ? screen.good("both ends agree")
                                : screen.bad(
                                        "the ends do not agree: the other has "
                                                + DemoView.shape(other.get()))));
        return same;
    }

    @Override
    public void talk(boolean once) {
        screen.heading("Messages" + (once ? "" : "   (Ctrl-C ends the demo)"));
    }

    @Override
    public void show(Sighting seen) {
        switch (seen.event()) {
            case PeerEvent.MessageReceived message -> message(seen, message);
            case PeerEvent.Disconnected closed -> closed(seen, closed);
            default -> {
                // Links are shown as a whole, and what was sent is shown where it arrives.
            }
        }
    }

    private void message(Sighting seen, PeerEvent.MessageReceived message) {
        long now = (seen.nanos() - start) / SECOND;
        if (now != second) {
            releaseHeld();
            second = now;
            linesInSecond = 0;
        }
        linesInSecond++;
        if (linesInSecond > LINES_PER_SECOND) {
            held++;
            return;
        }
        Capability capability = message.capability();
        screen.line(
                "%s%s  %s -> %s  %s  code %s  %,d bytes"
                        .formatted(
                                INDENT,
                                screen.dim(time(seen)),
                                seen.other(),
                                seen.node(),
                                screen.accent(capability.toString()),
                                CodeSpace.hex(message.code()),
                                message.size()));
    }

    private void releaseHeld() {
        if (held > 0) {
            screen.line(INDENT + screen.dim("... and " + held + " more in that second"));
            held = 0;
        }
    }

    private void closed(Sighting seen, PeerEvent.Disconnected closed) {
        releaseHeld();
        String detail = closed.detail().isEmpty() ? "" : ": " + Lines.escape(closed.detail());
        screen.line(
                "%s%s  %s: link with %s closed by %s, reason %s %s%s"
                        .formatted(
                                INDENT,
                                screen.dim(time(seen)),
                                seen.node(),
                                seen.other(),
                                closed.byRemote() ? seen.other() : seen.node(),
                                reasonCode(closed.code()),
                                DisconnectReason.fromCode(closed.code()),
                                detail));
    }

    private static String reasonCode(int code) {
        return code < 0 ? "-" : CodeSpace.hex(code);
    }

    private String time(Sighting seen) {
        return String.format(Locale.ROOT, "%8.3f s", (seen.nanos() - start) / 1e9);
    }

    @Override
    public void totals(List<Link> links, Ledger ledger, long missed) {
        releaseHeld();
        screen.heading("Totals");
        Table table = new Table(INDENT);
        table.row("way", "sent", "received", "bytes");
        long received = 0;
        for (Ledger.Way way : links.stream().flatMap(Link::ways).toList()) {
            Ledger.Traffic traffic = ledger.traffic(way);
            received += traffic.received();
            table.row(
                    way.from() + " -> " + way.to(),
                    String.valueOf(traffic.sent()),
                    String.valueOf(traffic.received()),
                    String.valueOf(traffic.bytes()));
        }
        screen.block(table.toString());
        if (received == 0) {
            screen.line(INDENT + "no plugin sent a message");
        }
        if (missed > 0) {
            screen.line(INDENT + missed + " events came faster than they could be counted");
        }
    }

    @Override
    public void ending() {
        releaseHeld();
        screen.heading("The end: C leaves, then B, then A");
    }

    @Override
    public void failed(String what) {
        screen.line("");
        screen.line(screen.bad("failed: " + what));
    }
}
