package dev.peerloom.cli.admin;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.cli.rpc.Params;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.Topic;
import dev.peerloom.core.Node;
import dev.peerloom.core.PeerStatus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code admin_peerEvents}: peers that come and go, in the shape of go-ethereum's {@code
 * PeerEvent}; with {@code true} as a parameter their messages as well.
 */
final class PeerEventTopic implements Topic {
    private final Node node;

    PeerEventTopic(Node node) {
        this.node = node;
    }

    @Override
    public Runnable start(Params params, Consumer<Object> sink) throws RpcException {
        boolean messages = params.atMost(1).flag(0, "whether to tell of messages");
        List<Class<? extends PeerEvent>> kinds =
                new ArrayList<>(List.of(PeerEvent.Connected.class, PeerEvent.Disconnected.class));
        if (messages) {
            kinds.add(PeerEvent.MessageSent.class);
            kinds.add(PeerEvent.MessageReceived.class);
        }
        return node.onPeerEvents(kinds, event -> tell(event, sink));
    }

    private void tell(PeerEvent event, Consumer<Object> sink) {
        // Kinds may be added to the interface; they are not subscribed to here.
        switch (event) {
            case PeerEvent.Connected e -> sink.accept(added(e));
            case PeerEvent.Disconnected e -> sink.accept(dropped(e));
            case PeerEvent.MessageSent e -> sink.accept(sent(e));
            case PeerEvent.MessageReceived e -> sink.accept(received(e));
            default -> {}
        }
    }

    private Map<String, Object> added(PeerEvent.Connected event) {
        Map<String, Object> shape = shape("add", event.peer());
        addresses(shape, event.peer());
        return shape;
    }

    private Map<String, Object> dropped(PeerEvent.Disconnected event) {
        Map<String, Object> shape = shape("drop", event.peer());
        shape.put("error", reason(event));
        addresses(shape, event.peer());
        return shape;
    }

    private static Map<String, Object> sent(PeerEvent.MessageSent event) {
        return message("msgsend", event.peer(), event.capability(), event.code(), event.size());
    }

    private static Map<String, Object> received(PeerEvent.MessageReceived event) {
        return message("msgrecv", event.peer(), event.capability(), event.code(), event.size());
    }

    private static Map<String, Object> message(
            String type, Peer peer, Capability capability, int code, int size) {
        Map<String, Object> shape = shape(type, peer);
        shape.put("protocol", capability.name());
        shape.put("msg_code", code);
        shape.put("msg_size", size);
        return shape;
    }

    private static Map<String, Object> shape(String type, Peer peer) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", type);
        shape.put("peer", PeerShapes.id(peer.id()));
        return shape;
    }

    private void addresses(Map<String, Object> shape, Peer peer) {
        for (PeerStatus status : node.peers()) {
            if (status.peer().equals(peer)) {
                shape.put("local", PeerShapes.text(status.localAddress()));
            }
        }
        shape.put("remote", PeerShapes.text(peer.remoteAddress()));
    }

    private static String reason(PeerEvent.Disconnected event) {
        String name =
                DisconnectReason.fromCode(event.code())
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ');
        String side = event.byRemote() ? "by them" : "by us";
        String detail = event.detail().isBlank() ? "" : ": " + event.detail();
        return "%s (0x%02x) %s%s".formatted(name, event.code(), side, detail);
    }
}
