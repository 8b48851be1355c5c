package dev.peerloom.cli.verify;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A message as a tree of lists and strings, to be changed here and there. Used by one thread; a
 * change makes a new tree.
 */
sealed interface RlpTree {
    /** A string. */
    @SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
    record Text(byte[] bytes) implements RlpTree {}

    /** A list. */
    record Items(List<RlpTree> items) implements RlpTree {}

    int DEEPEST = 16;

    /** The tree of a message; empty if it is not one RLP item, or nested too deep. */
    static Optional<RlpTree> parse(byte[] message) {
        try {
            RlpReader reader = new RlpReader(message);
            RlpTree tree = read(reader, 0);
            reader.end();
            return Optional.of(tree);
        } catch (RlpException | IllegalStateException e) {
            return Optional.empty(); // a protocol may write whatever it likes
        }
    }

    private static RlpTree read(RlpReader reader, int depth) throws RlpException {
        if (!reader.nextIsList()) {
            return new Text(reader.readBytes());
        }
        if (depth == DEEPEST) {
            throw new RlpException("nested deeper than is worth while");
        }
        List<RlpTree> items = new ArrayList<>();
        reader.enterList();
        while (reader.hasNext()) {
            items.add(read(reader, depth + 1));
        }
        reader.leaveList();
        return new Items(items);
    }

    /** The message of a tree. */
    static byte[] encode(RlpTree tree) {
        RlpWriter writer = new RlpWriter();
        write(tree, writer);
        return writer.toByteArray();
    }

    private static void write(RlpTree tree, RlpWriter writer) {
        switch (tree) {
            case Text text -> writer.write(text.bytes());
            case Items list -> {
                writer.startList();
                list.items().forEach(item -> write(item, writer));
                writer.endList();
            }
        }
    }

    /** A tree with one place changed. */
    static RlpTree mutate(RlpTree tree, RandomGenerator random) {
        return switch (tree) {
            case Text text -> mutateText(text, random);
            case Items list -> mutateList(list, random);
        };
    }

    private static RlpTree mutateText(Text text, RandomGenerator random) {
        byte[] bytes = text.bytes();
        return switch (random.nextInt(7)) {
            case 0 -> new Text(new byte[0]);
            case 1 -> new Text(Bytes.random(random, bytes.length));
            case 2 -> new Text(Bytes.random(random, random.nextInt(70)));
            case 3 -> new Text(Bytes.filled(0xFF, Math.max(1, bytes.length)));
            case 4 -> new Text(Bytes.filled(0xFF, 9)); // an integer larger than any
            case 5 -> new Items(List.of(text));
            default -> new Text(Bytes.flip(random, bytes));
        };
    }

    private static RlpTree mutateList(Items list, RandomGenerator random) {
        List<RlpTree> items = new ArrayList<>(list.items());
        if (items.isEmpty()) {
            return new Items(List.of(new Text(Bytes.random(random, random.nextInt(40)))));
        }
        int at = random.nextInt(items.size());
        switch (random.nextInt(10)) {
            case 0 -> items.remove(at);
            case 1 -> items.add(at, items.get(at));
            case 2 -> items.add(new Text(Bytes.random(random, random.nextInt(40))));
            case 3 -> items.set(at, new Items(List.of()));
            case 4 -> items.subList(at, items.size()).clear();
            case 5 -> {
                for (int i = random.nextInt(2_000); i > 0; i--) {
                    items.add(items.get(at));
                }
            }
            default -> items.set(at, mutate(items.get(at), random));
        }
        return new Items(items);
    }
}
