package dev.peerloom.plugin.eth.fork;

import dev.peerloom.plugin.eth.common.Hash32;

import java.util.List;

/** What a node needs to know of the Ethereum main network to meet its peers. */
public final class Mainnet {
    /** The main network's network id. */
    public static final long NETWORK_ID = 1;

    /** The main network's genesis hash. */
    public static final Hash32 GENESIS =
            Hash32.parse("d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3");

    /** Number of the last fork by block; every later one goes by time. */
    public static final long LAST_BLOCK_FORK = 15_050_000;

    /** Homestead to Gray Glacier by block, Shanghai to the second blob parameter fork by time. */
    public static final ForkSchedule FORKS =
            ForkSchedule.of(
                    GENESIS,
                    0,
                    List.of(
                            1_150_000L,
                            1_920_000L,
                            2_463_000L,
                            2_675_000L,
                            4_370_000L,
                            7_280_000L,
                            9_069_000L,
                            9_200_000L,
                            12_244_000L,
                            12_965_000L,
                            13_773_000L,
                            LAST_BLOCK_FORK),
                    List.of(
                            1_681_338_455L,
                            1_710_338_135L,
                            1_746_612_311L,
                            1_764_798_551L,
                            1_765_290_071L,
                            1_767_747_671L));

    private Mainnet() {}
}
