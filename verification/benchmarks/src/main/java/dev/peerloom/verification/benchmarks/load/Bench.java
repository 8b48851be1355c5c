package dev.peerloom.verification.benchmarks.load;

import dev.peerloom.api.Capability;
import dev.peerloom.core.wire.BaseProtocol;

import java.io.IOException;
import java.util.List;

/** {@code bench/1} over a {@link LoadPeer}, alone on its link: message codes with their offset. */
final class Bench {
    static final List<Capability> CAPABILITIES = List.of(new Capability("bench", 1));
    static final int ECHO = BaseProtocol.LENGTH;
    static final int ECHO_REPLY = BaseProtocol.LENGTH + 1;
    static final int SINK = BaseProtocol.LENGTH + 2;
    static final int SINK_QUERY = BaseProtocol.LENGTH + 3;
    static final int SINK_COUNT = BaseProtocol.LENGTH + 4;
    static final int SOURCE_REQUEST = BaseProtocol.LENGTH + 5;
    static final int SOURCE = BaseProtocol.LENGTH + 6;

    private Bench() {}

    static LoadPeer connect(Server server) throws IOException {
        return LoadPeer.connect(server.enode(), CAPABILITIES);
    }

    static void echo(LoadPeer peer, Payload payload) throws IOException {
        peer.send(ECHO, payload);
        LoadPeer.Frame _ = peer.read(ECHO_REPLY);
    }

    /** Has the node take all that was sent, and count it. */
    static void awaitSunk(LoadPeer peer, long messages) throws IOException {
        awaitSunk(peer, 0, messages);
    }

    /** The same for another protocol with these codes, which begin so far behind. */
    static void awaitSunk(LoadPeer peer, int behind, long messages) throws IOException {
        peer.send(SINK_QUERY + behind, Payload.EMPTY_LIST);
        long counted = Payload.firstNumber(peer.read(SINK_COUNT + behind));
        if (counted != messages) {
            throw new IOException(messages + " messages sent, " + counted + " counted");
        }
    }
}
