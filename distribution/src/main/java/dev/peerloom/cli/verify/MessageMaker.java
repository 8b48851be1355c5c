package dev.peerloom.cli.verify;

import dev.peerloom.api.Message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes messages that a protocol may not expect: random ones, and changes of what it sent itself.
 * Learning is for any thread; making is for one.
 */
final class MessageMaker {
    private static final int KEPT_PER_CODE = 64;
    private static final int LONGEST_KEPT = 1 << 16;
    private static final int ONE_IN_RARE = 2_000;
    private static final int ONE_IN_HUGE = 50_000;

    private final RandomGenerator random;

    /** Guarded by itself. */
    private final Map<Integer, List<byte[]>> seen = Collections.synchronizedMap(new HashMap<>());

    MessageMaker(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A number from 0, below the limit. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** Remembers what the protocol sent. */
    void learn(Message message) {
        byte[] payload = message.payload();
        if (payload.length > LONGEST_KEPT) {
            return;
        }
        synchronized (seen) {
            List<byte[]> kept = seen.computeIfAbsent(message.code(), code -> new ArrayList<>());
            if (kept.size() < KEPT_PER_CODE) {
                kept.add(payload);
            }
        }
    }

    /** A payload for a code. */
    byte[] make(int code) {
        if (random.nextInt(ONE_IN_HUGE) == 0) {
            return Bytes.random(random, Message.MAX_PAYLOAD);
        }
        if (random.nextInt(ONE_IN_RARE) == 0) {
            return Bytes.random(random, random.nextInt(1 << 20));
        }
        Optional<byte[]> known = known(code);
        if (known.isEmpty() || random.nextInt(8) == 0) {
            return fresh();
        }
        byte[] payload = known.get();
        return switch (random.nextInt(8)) {
            case 0 -> payload.clone();
            case 1 -> Bytes.flip(random, payload);
            case 2 -> Bytes.cut(random, payload);
            case 3 -> Bytes.extend(random, payload);
            default -> mutateAsTree(payload);
        };
    }

    /** What was sent with this code, or with another one: protocols answer in kind. */
    private Optional<byte[]> known(int code) {
        synchronized (seen) {
            List<byte[]> kept = seen.get(code);
            if (kept == null && !seen.isEmpty() && random.nextBoolean()) {
                List<Integer> codes = new ArrayList<>(seen.keySet());
                Collections.sort(codes);
                kept = seen.get(codes.get(random.nextInt(codes.size())));
            }
            return kept == null
                    ? Optional.empty()
                    : Optional.of(kept.get(random.nextInt(kept.size())));
        }
    }

    private byte[] mutateAsTree(byte[] payload) {
        Optional<RlpTree> tree = RlpTree.parse(payload);
        if (tree.isEmpty()) {
            return Bytes.flip(random, payload);
        }
        RlpTree changed = RlpTree.mutate(tree.get(), random);
        while (random.nextInt(3) == 0) {
            changed = RlpTree.mutate(changed, random);
        }
        return RlpTree.encode(changed);
    }

    private byte[] fresh() {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {(byte) 0xC0};
            case 2 -> new byte[] {(byte) 0x80};
            case 3 -> new byte[] {(byte) 0xFB, -1, -1, -1, -1}; // a list that claims 4 GiB
            case 4 -> Bytes.filled(0xC1, 1 + random.nextInt(4_000)); // nested without end
            case 5 -> RlpTree.encode(randomList());
            case 6 -> Bytes.random(random, random.nextInt(1_024));
            default -> Bytes.random(random, random.nextInt(40));
        };
    }

    /** Numbers and hashes, as most messages are made of. */
    private RlpTree randomList() {
        List<RlpTree> items = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            int[] lengths = {0, 1, 4, 8, 20, 32, 64};
            byte[] bytes = Bytes.random(random, lengths[random.nextInt(lengths.length)]);
            RlpTree item = new RlpTree.Text(bytes);
            items.add(random.nextInt(4) == 0 ? new RlpTree.Items(List.of(item)) : item);
        }
        return new RlpTree.Items(items);
    }
}
