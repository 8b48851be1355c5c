package dev.peerloom.plugin.shh.rpc;

import dev.peerloom.api.Enode;
import dev.peerloom.api.RpcMethod;
import dev.peerloom.plugin.shh.crypto.Ecies;
import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.crypto.PrivateKey;
import dev.peerloom.plugin.shh.crypto.PublicKey;
import dev.peerloom.plugin.shh.crypto.SymmetricKey;
import dev.peerloom.plugin.shh.message.Plaintext;
import dev.peerloom.plugin.shh.pool.CheckedEnvelope;
import dev.peerloom.plugin.shh.pool.Miner;
import dev.peerloom.plugin.shh.pool.Verdict;
import dev.peerloom.plugin.shh.session.LocalNode;
import dev.peerloom.plugin.shh.session.Sessions;
import dev.peerloom.plugin.shh.session.ShhSession;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.PowRequirement;
import dev.peerloom.plugin.shh.wire.Topic;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code shh_post}: encrypts a message, finds its proof of work, and sends it. Any thread may call
 * it; one mines at a time.
 */
final class Post implements RpcMethod {
    private static final long DEFAULT_TTL = 50;

    /** The admin interface gives a method 30 s. */
    private static final long LONGEST_WORK_SECONDS = 25;

    private final LocalNode local;
    private final Sessions sessions;
    private final Keys keys;
    private final Miner miner;

    Post(LocalNode local, Sessions sessions, Keys keys, Miner miner) {
        this.local = local;
        this.sessions = sessions;
        this.keys = keys;
        this.miner = miner;
    }

    /** Returns the hash of the envelope. */
    @Override
    public Object call(List<Object> params) throws IOException, InterruptedException {
        Fields fields = Fields.of(params);
        String target = fields.text("targetPeer");
        Optional<ShhSession> alone =
                target.isEmpty()
                        ? Optional.empty()
                        : Optional.of(sessions.of(Enode.parse(target).id()));
        double pow = fields.number("powTarget");
        if (!PowRequirement.isLegal(pow)) {
            throw new IllegalArgumentException("powTarget is a number from 0 on, not " + pow);
        }
        if (alone.isEmpty() && pow < local.requirements().minPow()) {
            throw new IllegalArgumentException(
                    "message rejected, PoW too low: powTarget is below "
                            + local.requirements().minPow());
        }
        Envelope envelope = mine(wrap(fields), pow, fields.uint32("powTime"));
        CheckedEnvelope checked = check(envelope);
        if (alone.isPresent()) {
            alone.get().sendDirect(envelope);
        } else {
            local.post(checked);
        }
        return checked.hash().toString();
    }

    private Envelope wrap(Fields fields) {
        Topic topic = fields.topic("topic");
        Optional<SymmetricKey> symmetric = symmetricKey(fields, topic);
        Optional<PublicKey> recipient = recipient(fields);
        if (symmetric.isPresent() == recipient.isPresent()) {
            throw Filters.eitherKey();
        }
        String signer = fields.text("sig");
        Optional<PrivateKey> signature =
                signer.isEmpty() ? Optional.empty() : Optional.of(keys.pair(signer));
        byte[] payload = fields.bytes("payload");
        int limit = local.requirements().maxMessageSize();
        if (payload.length > limit) {
            throw new IllegalArgumentException(
                    "the payload has " + payload.length + " bytes, more than " + limit);
        }
        byte[] plain = Plaintext.encode(payload, fields.bytes("padding"), signature);
        byte[] data =
                symmetric
                        .map(key -> key.encrypt(plain))
                        .or(() -> recipient.map(key -> Ecies.encrypt(key, plain)))
                        .orElseThrow(Filters::eitherKey);
        long ttl = fields.uint32("ttl") == 0 ? DEFAULT_TTL : fields.uint32("ttl");
        return Envelope.of(local.now() / 1000 + ttl, ttl, topic, data, 0);
    }

    private Optional<SymmetricKey> symmetricKey(Fields fields, Topic topic) {
        String id = fields.text("symKeyID");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (topic.bits() == 0) {
            throw new IllegalArgumentException(
                    "missing topic(s): a message with a symmetric key needs one");
        }
        return Optional.of(keys.symmetric(id));
    }

    private static Optional<PublicKey> recipient(Fields fields) {
        byte[] key = fields.bytes("pubKey");
        return key.length == 0 ? Optional.empty() : Optional.of(PublicKey.parse(key));
    }

    private Envelope mine(Envelope envelope, double pow, long seconds)
            throws IOException, InterruptedException {
        if (pow == 0) {
            return envelope;
        }
        long limit = Math.min(seconds, LONGEST_WORK_SECONDS);
        return miner.mine(envelope, Miner.bitsFor(envelope, pow), Duration.ofSeconds(limit))
                .orElseThrow(
                        () ->
                                new IOException(
                                        "failed to reach the PoW target: a powTime of "
                                                + limit
                                                + " s was insufficient"));
    }

    private CheckedEnvelope check(Envelope envelope) {
        Keccak256 keccak = new Keccak256();
        double pow = Verdict.pow(envelope, envelope.leadingZeros(keccak), local.now());
        return new CheckedEnvelope(envelope, envelope.hash(keccak), pow);
    }
}
