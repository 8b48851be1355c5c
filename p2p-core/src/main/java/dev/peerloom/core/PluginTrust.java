package dev.peerloom.core;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which plugins a node may load. Off, it loads whatever lies in its plugins directory; on, those
 * alone whose sum is allowed or that are signed for one of the keys. Immutable.
 *
 * @param on whether plugins are checked at all
 * @param sums allowed SHA-256 sums as {@link Plugins#sum} gives them: 64 hexadecimal digits
 * @param keys keys whose holders may sign plugins
 */
public record PluginTrust(boolean on, Set<String> sums, List<PluginKey> keys) {

    private static final PluginTrust EVERYTHING = new PluginTrust(false, Set.of(), List.of());

    /** Checks and copies. */
    public PluginTrust {
        Set<String> lower = new TreeSet<>();
        for (String sum : sums) {
            lower.add(checkedSum(sum));
        }
        sums = Set.copyOf(lower);
        keys = List.copyOf(keys);
    }

    /** No checks: what lies in the plugins directory is trusted. */
    public static PluginTrust everything() {
        return EVERYTHING;
    }

    /**
     * Checks: either an allowed sum or a signature admits a plugin. With neither given none is
     * loaded.
     *
     * @throws IllegalArgumentException if a sum is not 64 hexadecimal digits
     */
    public static PluginTrust only(Collection<String> sums, Collection<PluginKey> keys) {
        return new PluginTrust(true, Set.copyOf(sums), List.copyOf(keys));
    }

    /**
     * A sum as it is compared: in small letters.
     *
     * @throws IllegalArgumentException if it is not 64 hexadecimal digits
     */
    public static String checkedSum(String sum) {
        if (!sum.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("a SHA-256 sum is 64 hexadecimal digits");
        }
        return sum.toLowerCase(Locale.ROOT);
    }
}
