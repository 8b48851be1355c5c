package dev.peerloom.plugin.shh;

import dev.peerloom.api.NodeContext;
import dev.peerloom.plugin.shh.pool.Requirements;
import dev.peerloom.plugin.shh.wire.BloomFilter;

/**
 * What the operator set in the section {@code shh}; the README describes each key.
 *
 * @param requirements what to ask of envelopes at first
 * @param poolBytes how much the pool may hold
 */
record ShhSettings(Requirements requirements, long poolBytes) {
    private static final double MIN_POW = 0.2;
    private static final int MAX_MESSAGE_SIZE = 1 << 20;
    private static final long POOL_BYTES = 64 << 20;
    private static final long LEAST_POOL_BYTES = 1 << 20;

    /** IllegalArgumentException for what the operator has to mend. */
    static ShhSettings read(NodeContext node) {
        return new ShhSettings(
                Requirements.of(
                        node.setting("min-pow", MIN_POW, ShhSettings::pow),
                        BloomFilter.FULL,
                        node.setting("max-message-size", MAX_MESSAGE_SIZE, ShhSettings::size),
                        node.setting("light", false, ShhSettings::bool)),
                node.setting("pool-bytes", POOL_BYTES, ShhSettings::poolBytes));
    }

    private static double pow(String text) {
        double pow = Double.parseDouble(text);
        if (!(pow >= 0 && pow <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("a number from 0 on, not " + text);
        }
        return pow;
    }

    private static int size(String text) {
        int bytes = Integer.parseInt(text);
        if (bytes < 1024 || bytes > Requirements.LARGEST_MESSAGE) {
            throw new IllegalArgumentException(
                    "bytes, from 1024 to " + Requirements.LARGEST_MESSAGE + ", not " + text);
        }
        return bytes;
    }

    private static long poolBytes(String text) {
        long bytes = Long.parseLong(text);
        if (bytes < LEAST_POOL_BYTES) {
            throw new IllegalArgumentException(
                    "bytes, at least " + LEAST_POOL_BYTES + ", not " + text);
        }
        return bytes;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false, not " + text);
        };
    }
}
