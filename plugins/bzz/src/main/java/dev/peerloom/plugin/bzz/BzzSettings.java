package dev.peerloom.plugin.bzz;

import dev.peerloom.api.NodeContext;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.table.TableLimits;

import java.util.Optional;

/**
 * What the operator set in the section {@code bzz}; the README describes each key.
 *
 * @param networkId the network id
 * @param overlay our address in the overlay network, if not the key's
 * @param lightNode whether others are not to be told of us
 * @param limits how full the table is meant to be
 */
record BzzSettings(
        long networkId, Optional<Overlay> overlay, boolean lightNode, TableLimits limits) {
    /** Swarm's main network. */
    private static final long NETWORK_ID = 3;

    /** More peers than a node has by default. */
    private static final int MAX_SIZE = 64;

    /** IllegalArgumentException for what the operator has to mend. */
    static BzzSettings read(NodeContext node) {
        TableLimits usual = TableLimits.DEFAULT;
        return new BzzSettings(
                node.setting("network-id", NETWORK_ID, BzzSettings::networkId),
                node.setting("overlay", Optional.empty(), text -> Optional.of(Overlay.parse(text))),
                node.setting("light-node", false, BzzSettings::bool),
                new TableLimits(
                        node.setting(
                                "neighbourhood-size", usual.neighbourhoodSize(), BzzSettings::size),
                        node.setting("min-bin-size", usual.minBinSize(), BzzSettings::size),
                        usual.maxKnown(),
                        usual.retryInterval()));
    }

    private static long networkId(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a network id is a decimal number, not " + text, e);
        }
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false, not " + text);
        };
    }

    private static int size(String text) {
        try {
            int size = Integer.parseInt(text);
            if (size >= 1 && size <= MAX_SIZE) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: " + text, e);
        }
        throw new IllegalArgumentException("1 to " + MAX_SIZE + ", not " + text);
    }
}
