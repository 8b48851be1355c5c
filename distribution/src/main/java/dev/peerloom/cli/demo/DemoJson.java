package dev.peerloom.cli.demo;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.cli.PluginListing;
import dev.peerloom.core.PeerStatus;
import dev.peerloom.core.PluginStatus;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells programs what happens in the demo: a line of JSON for each event. Used by one thread. */
final class DemoJson implements DemoView {
    private final PrintStream out;

    DemoJson(PrintStream out) {
        this.out = out;
    }

    /** Names and values in turn; the first name is that of the event. */
    private void tell(String event, Object... more) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("event", event);
        for (int i = 0; i < more.length; i += 2) {
            tree.put((String) more[i], more[i + 1]);
        }
        out.println(JsonMapper.shared().writeValueAsString(tree));
        out.flush();
    }

    @Override
    public void intro(Path folder, List<PluginStatus> plugins, Map<String, Enode> enodes) {
        Map<String, String> nodes = new TreeMap<>();
        enodes.forEach((name, enode) -> nodes.put(name, enode.toString()));
        tell(
                "started",
                "pluginsDir",
                folder.toString(),
                "plugins",
                JsonMapper.shared().readTree(PluginListing.json(plugins)),
                "nodes",
                nodes);
    }

    @Override
    public boolean links(List<Link> links, DemoNodes nodes) {
        boolean agreed = true;
        for (Link link : links) {
            Optional<PeerStatus> one = nodes.status(link.dialler(), link.listener());
            Optional<PeerStatus> other = nodes.status(link.listener(), link.dialler());
            List<String> shape = one.map(DemoView::shape).orElse(List.of());
            boolean same = one.isPresent() && other.map(DemoView::shape).equals(Optional.of(shape));
            tell(
                    "link",
                    "from",
                    link.dialler(),
                    "to",
                    link.listener(),
                    "protocols",
                    protocols(one),
                    "agreed",
                    same);
            agreed &= same;
        }
        return agreed;
    }

    private static List<Map<String, Object>> protocols(Optional<PeerStatus> status) {
        return status.stream()
                .flatMap(peer -> peer.protocols().stream())
                .map(
                        protocol ->
                                Map.<String, Object>of(
                                        "protocol",
                                        protocol.capability().toString(),
                                        "offset",
                                        protocol.offset(),
                                        "length",
                                        protocol.length()))
                .toList();
    }

    @Override
    public void talk(boolean once) {
        tell("talking");
    }

    @Override
    public void show(Sighting seen) {
        switch (seen.event()) {
            case PeerEvent.MessageReceived message ->
                    tell(
                            "message",
                            "from",
                            seen.other(),
                            "to",
                            seen.node(),
                            "protocol",
                            message.capability().toString(),
                            "code",
                            message.code(),
                            "size",
                            message.size());
            case PeerEvent.Disconnected closed ->
                    tell(
                            "closed",
                            "seenBy",
                            seen.node(),
                            "with",
                            seen.other(),
                            "closedBy",
                            closed.byRemote() ? seen.other() : seen.node(),
                            "code",
                            closed.code(),
                            "reason",
                            String.valueOf(DisconnectReason.fromCode(closed.code())),
                            "detail",
                            closed.detail());
            default -> {
                // Links are told as a whole, and what was sent is told where it arrives.
            }
        }
    }

    @Override
    public void totals(List<Link> links, Ledger ledger, long missed) {
        for (Ledger.Way way : links.stream().flatMap(Link::ways).toList()) {
            Ledger.Traffic traffic = ledger.traffic(way);
            tell(
                    "total",
                    "from",
                    way.from(),
                    "to",
                    way.to(),
                    "sent",
                    traffic.sent(),
                    "received",
                    traffic.received(),
                    "bytes",
                    traffic.bytes());
        }
        if (missed > 0) {
            tell("missed", "events", missed);
        }
    }

    @Override
    public void ending() {
        tell("ending");
    }

    @Override
    public void failed(String what) {
        tell("failed", "problem", what);
    }
}
