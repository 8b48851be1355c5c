package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Topic;

/** Makes envelopes for tests. */
final class Samples {
    static final Topic TOPIC = new Topic(0x01020304);

    private Samples() {}

    /** One that ends at a second; different for every number. */
    static CheckedEnvelope checked(int number, long expiry, double pow) {
        return checked(number, expiry, pow, TOPIC, 8);
    }

    static CheckedEnvelope checked(int number, long expiry, double pow, Topic topic, int size) {
        Envelope envelope = Envelope.of(expiry, 50, topic, new byte[size], number);
        return new CheckedEnvelope(envelope, envelope.hash(new Keccak256()), pow);
    }
}
