package dev.peerloom.core.nodes;

import dev.peerloom.api.Enode;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.Ban;
import dev.peerloom.core.BanTarget;
import dev.peerloom.core.KnownNode;

import java.time.Instant;
import java.util.Optional;

/**
 * Nodes and bans as bytes: RLP lists. Moments are milliseconds since 1970, 0 for none. What a later
 * version adds at a list's end is passed over.
 */
final class Records {
    /** Scores are stored as numbers that are not negative. */
    private static final int SCORE_OFFSET = 1_000;

    private Records() {}

    static byte[] encode(KnownNode node) {
        return new RlpWriter()
                .startList()
                .write(node.node().toString())
                .write(millis(node.lastSeen()))
                .write(millis(node.lastFailure()))
                .write(node.failure().orElse(""))
                .write(node.score() + SCORE_OFFSET)
                .endList()
                .toByteArray();
    }

    /** IllegalArgumentException or RlpException if the bytes are no node. */
    static KnownNode node(byte[] bytes) throws RlpException {
        RlpReader reader = new RlpReader(bytes);
        reader.enterList();
        Enode node = Enode.parse(reader.readString());
        Optional<Instant> seen = instant(reader.readLong());
        Optional<Instant> failed = instant(reader.readLong());
        String failure = reader.readString();
        int score = reader.readInt() - SCORE_OFFSET;
        return new KnownNode(
                node,
                seen,
                failed,
                failure.isEmpty() ? Optional.empty() : Optional.of(failure),
                score);
    }

    static byte[] encode(Ban ban) {
        return new RlpWriter()
                .startList()
                .write(ban.target().toString())
                .write(ban.since().toEpochMilli())
                .write(millis(ban.until()))
                .write(ban.reason())
                .endList()
                .toByteArray();
    }

    /** IllegalArgumentException or RlpException if the bytes are no ban. */
    static Ban ban(byte[] bytes) throws RlpException {
        RlpReader reader = new RlpReader(bytes);
        reader.enterList();
        return new Ban(
                BanTarget.parse(reader.readString()),
                Instant.ofEpochMilli(reader.readLong()),
                instant(reader.readLong()),
                reader.readString(),
                false);
    }

    private static long millis(Optional<Instant> moment) {
        return moment.map(Instant::toEpochMilli).orElse(0L);
    }

    private static Optional<Instant> instant(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
