package dev.peerloom.plugin.eth.fork;

import dev.peerloom.plugin.eth.common.Hash32;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The forks of a chain in order, those by block number before those by time (EIP-2124, EIP-6122):
 * computes our fork id and judges those of others. Immutable.
 */
public final class ForkSchedule {
    /** Mainnet's genesis time: a "next" above it is a time, one below it a block number. */
    private static final long TIME_THRESHOLD = 1438269973;

    private final List<Long> forks;
    private final int blockForks;

    /** The checksum before the first fork, then after each. */
    private final List<Integer> checksums;

    private ForkSchedule(int checksum, List<Long> blocks, List<Long> times) {
        List<Long> all = new ArrayList<>(blocks);
        all.addAll(times);
        this.forks = List.copyOf(all);
        this.blockForks = blocks.size();
        List<Integer> sums = new ArrayList<>();
        sums.add(checksum);
        for (long fork : forks) {
            sums.add(extend(sums.getLast(), fork));
        }
        this.checksums = List.copyOf(sums);
    }

    /**
     * A chain's schedule. Order and duplicates do not matter; block 0 and times up to the genesis'
     * are not forks.
     *
     * @param genesis hash of the genesis block
     * @param genesisTime its time
     * @param blocks forks by block number
     * @param times forks by time
     * @return the schedule
     */
    public static ForkSchedule of(
            Hash32 genesis, long genesisTime, Collection<Long> blocks, Collection<Long> times) {
        return new ForkSchedule(
                crc(genesis.toBytes()), ascending(blocks, 0), ascending(times, genesisTime));
    }

    /**
     * A schedule of which only the present is known.
     *
     * @param current what to announce at block 0
     * @return a schedule whose only fork is the announced next one
     */
    public static ForkSchedule at(ForkId current) {
        List<Long> next = current.next() == 0 ? List.of() : List.of(current.next());
        boolean isTime = Long.compareUnsigned(current.next(), TIME_THRESHOLD) > 0;
        return new ForkSchedule(
                current.checksum(), isTime ? List.of() : next, isTime ? next : List.of());
    }

    /**
     * The fork id of a chain with this head.
     *
     * @param number the head's number
     * @param time the head's time
     * @return what to announce
     */
    public ForkId idAt(long number, long time) {
        int passed = passed(number, time);
        return new ForkId(checksums.get(passed), passed == forks.size() ? 0 : forks.get(passed));
    }

    /**
     * Judges another node's fork id by EIP-2124's rules.
     *
     * @param remote what it announced
     * @param number our head's number
     * @param time our head's time
     * @return whether its chain can be ours
     */
    public Verdict judge(ForkId remote, long number, long time) {
        int passed = passed(number, time);
        int at = checksums.indexOf(remote.checksum());
        if (at < 0) {
            return Verdict.INCOMPATIBLE;
        }
        if (at < passed) { // they are behind us: fine if they know where the road goes on
            return forks.get(at) == remote.next() ? Verdict.COMPATIBLE : Verdict.REMOTE_STALE;
        }
        if (at > passed) { // we are behind them, on a road that we know
            return Verdict.COMPATIBLE;
        }
        return passedUnnoticed(remote.next(), number, time)
                ? Verdict.INCOMPATIBLE
                : Verdict.COMPATIBLE;
    }

    /** Whether they know of a fork that our head is beyond, though we never took it. */
    private boolean passedUnnoticed(long next, long number, long time) {
        if (next == 0) {
            return false;
        }
        boolean timesReached = passed(number, time) >= blockForks && blockForks < forks.size();
        long head = timesReached ? time : number;
        boolean isTime = Long.compareUnsigned(next, TIME_THRESHOLD) > 0;
        return Long.compareUnsigned(head, next) >= 0
                || (isTime && Long.compareUnsigned(time, next) >= 0);
    }

    private int passed(long number, long time) {
        int i = 0;
        while (i < forks.size()
                && Long.compareUnsigned(forks.get(i), i < blockForks ? number : time) <= 0) {
            i++;
        }
        return i;
    }

    private static List<Long> ascending(Collection<Long> forks, long above) {
        return forks.stream()
                .filter(fork -> Long.compareUnsigned(fork, above) > 0)
                .distinct()
                .sorted(Long::compareUnsigned)
                .toList();
    }

    /** CRC-32 can be continued only from its inner state, which the final inversion hides. */
    private static int extend(int checksum, long fork) {
        int register = ~checksum;
        for (byte b : ByteBuffer.allocate(Long.BYTES).putLong(fork).array()) {
            register ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                register = (register >>> 1) ^ (0xEDB88320 & -(register & 1));
            }
        }
        return ~register;
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** What EIP-2124 says about a remote fork id. */
    public enum Verdict {
        /** Connect. */
        COMPATIBLE,
        /** The other node lacks a fork that has happened. */
        REMOTE_STALE,
        /** The chains have parted, or we lack a fork. */
        INCOMPATIBLE
    }
}
