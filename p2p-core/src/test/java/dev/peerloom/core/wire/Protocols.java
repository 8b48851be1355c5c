package dev.peerloom.core.wire;

import dev.peerloom.api.Capability;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

/** Protocols for tests that look at their numbers only. */
final class Protocols {
    private Protocols() {}

    static OfferedProtocol offer(String name, int version, int length) {
        return OfferedProtocol.of("owner", new Plain(name, version, length, 0xFFFFFF));
    }

    static OfferedProtocol offer(String text) {
        String[] parts = text.split("[/:]", 3);
        return offer(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    static Capability capability(String text) {
        String[] parts = text.split("/", 2);
        return new Capability(parts[0], Integer.parseInt(parts[1]));
    }

    record Plain(String name, int version, int length, int maxPayload) implements Protocol {
        @Override
        public void run(Peer peer, MessageChannel channel) {
            throw new UnsupportedOperationException("only its numbers are of interest");
        }
    }
}
