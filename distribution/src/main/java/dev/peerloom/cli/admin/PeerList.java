package dev.peerloom.cli.admin;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Peer;
import dev.peerloom.core.Node;
import dev.peerloom.core.PeerStatus;
import dev.peerloom.core.RunningProtocol;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The connected peers in the shape of go-ethereum's {@code PeerInfo}, by id. It writes itself:
 * thousands of peers are megabytes, which would take as many maps as there are objects in them.
 * Immutable.
 */
final class PeerList implements JacksonSerializable {
    private final List<Entry> entries;

    private record Entry(PeerTexts.Texts texts, PeerStatus status) {}

    private PeerList(List<Entry> entries) {
        this.entries = entries;
    }

    /** Those of a node now. Asks its protocols, which are code of plugins. */
    static PeerList of(Node node, PeerTexts texts) {
        return new PeerList(
                node.peers().stream()
                        .map(status -> new Entry(texts.of(status), status))
                        .sorted(Comparator.comparing(entry -> entry.texts().id()))
                        .toList());
    }

    @Override
    public void serialize(JsonGenerator out, SerializationContext context) {
        out.writeStartArray();
        for (Entry entry : entries) {
            write(entry, out, context);
        }
        out.writeEndArray();
    }

    /** Nothing that is written here says of what class it was. */
    @Override
    public void serializeWithType(
            JsonGenerator out, SerializationContext context, TypeSerializer type) {
        serialize(out, context);
    }

    private static void write(Entry entry, JsonGenerator out, SerializationContext context) {
        PeerStatus status = entry.status();
        Peer peer = status.peer();
        PeerTexts.Texts texts = entry.texts();
        out.writeStartObject();
        out.writeStringProperty("enode", texts.enode());
        out.writeStringProperty("id", texts.id());
        out.writeStringProperty("name", peer.clientName());
        out.writeArrayPropertyStart("caps");
        for (Capability capability : peer.capabilities()) {
            out.writeString(capability.toString());
        }
        out.writeEndArray();
        out.writeObjectPropertyStart("network");
        out.writeStringProperty("localAddress", texts.local());
        out.writeStringProperty("remoteAddress", texts.remote());
        out.writeBooleanProperty("inbound", peer.inbound());
        out.writeBooleanProperty("trusted", status.trusted());
        out.writeBooleanProperty("static", status.fixed());
        out.writeEndObject();
        out.writeObjectPropertyStart("protocols");
        for (RunningProtocol protocol : status.protocols()) {
            out.writeName(protocol.capability().name());
            write(protocol.info(), out, context);
        }
        out.writeEndObject();
        out.writeStringProperty("connectedAt", texts.connectedAt());
        out.writeArrayPropertyStart("codes");
        for (RunningProtocol protocol : status.protocols()) {
            writeCodes(protocol, out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** The message codes that a protocol has on the wire: what go-ethereum keeps to itself. */
    private static void writeCodes(RunningProtocol protocol, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("protocol", protocol.capability().toString());
        out.writeNumberProperty("offset", protocol.offset());
        out.writeNumberProperty("length", protocol.length());
        out.writeEndObject();
    }

    /** As go-ethereum has it: what a protocol does not tell is "unknown". */
    private static void write(
            Map<String, ?> told, JsonGenerator out, SerializationContext context) {
        if (told.isEmpty()) {
            out.writeString("unknown");
        } else {
            context.writeValue(out, told);
        }
    }
}
