package dev.peerloom.plugin.eth.session;

import dev.peerloom.plugin.eth.chain.Chain;
import dev.peerloom.plugin.eth.chain.ChainHead;
import dev.peerloom.plugin.eth.fork.ForkId;
import dev.peerloom.plugin.eth.fork.ForkSchedule;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.Status;

import java.util.function.Supplier;

/**
 * What we tell of ourselves.
 *
 * @param networkId the network that we are in, unsigned
 * @param chain what we can serve
 * @param forks the rules that our chain follows
 * @param position how far along the forks we are
 */
public record LocalNode(
        long networkId, Chain chain, ForkSchedule forks, Supplier<Position> position) {

    /**
     * A point on the fork schedule.
     *
     * @param number a block's number
     * @param time a block's time
     */
    public record Position(long number, long time) {}

    /**
     * A node that is as far as its chain's head.
     *
     * @param networkId the network that we are in, unsigned
     * @param chain what we can serve
     * @param forks the rules that our chain follows
     */
    public LocalNode(long networkId, Chain chain, ForkSchedule forks) {
        this(
                networkId,
                chain,
                forks,
                () -> {
                    ChainHead head = chain.head();
                    return new Position(head.number(), head.time());
                });
    }

    /**
     * Our fork id.
     *
     * @return what Status announces
     */
    public ForkId forkId() {
        Position at = position.get();
        return forks.idAt(at.number(), at.time());
    }

    /**
     * Judges a peer's fork id.
     *
     * @param remote what its Status announced
     * @return whether its chain can be ours
     */
    public ForkSchedule.Verdict judge(ForkId remote) {
        Position at = position.get();
        return forks.judge(remote, at.number(), at.time());
    }

    /**
     * The blocks that we have.
     *
     * @return from the genesis to the head
     */
    public BlockRange range() {
        ChainHead head = chain.head();
        return new BlockRange(0, head.number(), head.hash());
    }

    /**
     * Our Status.
     *
     * @param version the negotiated version
     * @return the message
     */
    public Status status(EthVersion version) {
        return new Status(version.number(), networkId, chain.genesisHash(), forkId(), range());
    }
}
