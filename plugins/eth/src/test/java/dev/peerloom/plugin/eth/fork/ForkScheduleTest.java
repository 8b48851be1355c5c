package dev.peerloom.plugin.eth.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.common.Hex;
import dev.peerloom.plugin.eth.fork.ForkSchedule.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** The vectors are EIP-2124's, as go-ethereum's core/forkid has continued them. */
class ForkScheduleTest {
    private static final ForkSchedule SEPOLIA =
            ForkSchedule.of(
                    Hash32.parse(
                            "25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9"),
                    1633267481,
                    List.of(0L, 1735371L),
                    List.of(
                            1677557088L,
                            1706655072L,
                            1741159776L,
                            1760427360L,
                            1761017184L,
                            1761607008L,
                            1791294816L));

    /** Sepolia and mainnet mix forks by block and time; Hoodi has forks by time at its genesis. */
    private static final ForkSchedule HOODI =
            ForkSchedule.of(
                    Hash32.parse(
                            "bbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b"),
                    1742212800,
                    List.of(0L),
                    List.of(0L, 1742999832L, 1761677592L, 1762365720L, 1762955544L));

    /** Mainnet before times came into it. */
    private static final ForkSchedule LEGACY =
            ForkSchedule.of(
                    Mainnet.GENESIS,
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
                            15_050_000L),
                    List.of());

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0, 0, fc64ec04, 1150000
            1149999, 0, fc64ec04, 1150000
            1150000, 0, 97c2c34c, 1920000
            1919999, 0, 97c2c34c, 1920000
            1920000, 0, 91d1f948, 2463000
            2462999, 0, 91d1f948, 2463000
            2463000, 0, 7a64da13, 2675000
            2674999, 0, 7a64da13, 2675000
            2675000, 0, 3edd5b10, 4370000
            4369999, 0, 3edd5b10, 4370000
            4370000, 0, a00bc324, 7280000
            7279999, 0, a00bc324, 7280000
            7280000, 0, 668db0af, 9069000
            9068999, 0, 668db0af, 9069000
            9069000, 0, 879d6e30, 9200000
            9199999, 0, 879d6e30, 9200000
            9200000, 0, e029e991, 12244000
            12243999, 0, e029e991, 12244000
            12244000, 0, 0eb440f6, 12965000
            12964999, 0, 0eb440f6, 12965000
            12965000, 0, b715077d, 13773000
            13772999, 0, b715077d, 13773000
            13773000, 0, 20c327fc, 15050000
            15049999, 0, 20c327fc, 15050000
            15050000, 0, f0afd0e3, 1681338455
            20000000, 1681338454, f0afd0e3, 1681338455
            20000000, 1681338455, dce96c2d, 1710338135
            30000000, 1710338134, dce96c2d, 1710338135
            30000000, 1710338135, 9f3d2254, 1746612311
            30000000, 1746022486, 9f3d2254, 1746612311
            30000000, 1746612311, c376cf8b, 1764798551
            30000000, 1764798550, c376cf8b, 1764798551
            30000000, 1764798551, 5167e2a6, 1765290071
            30000000, 1765290070, 5167e2a6, 1765290071
            30000000, 1765290071, cba2a1c0, 1767747671
            30000000, 1767747670, cba2a1c0, 1767747671
            30000000, 1767747671, 07c9462e, 0
            50000000, 2000000000, 07c9462e, 0
            """)
    void computesMainnetForkIds(long number, long time, String checksum, long next) {
        assertEquals(ForkId.parse(checksum + "/" + next), Mainnet.FORKS.idAt(number, time));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0, 0, fe3366e7, 1735371
            1735370, 0, fe3366e7, 1735371
            1735371, 0, b96cbd13, 1677557088
            1735372, 1677557087, b96cbd13, 1677557088
            1735372, 1677557088, f7f9bc08, 1706655072
            1735372, 1706655071, f7f9bc08, 1706655072
            1735372, 1706655072, 88cf81d9, 1741159776
            1735372, 1741159775, 88cf81d9, 1741159776
            1735372, 1741159776, ed88b5fd, 1760427360
            1735372, 1760427359, ed88b5fd, 1760427360
            1735372, 1760427360, e2ae4999, 1761017184
            1735372, 1761017183, e2ae4999, 1761017184
            1735372, 1761017184, 56078a1e, 1761607008
            1735372, 1761607007, 56078a1e, 1761607008
            1735372, 1761607008, 268956b6, 1791294816
            1735372, 1791294815, 268956b6, 1791294816
            1735372, 1791294816, 6c1d9423, 0
            1735372, 2000000000, 6c1d9423, 0
            """)
    void computesSepoliaForkIds(long number, long time, String checksum, long next) {
        assertEquals(ForkId.parse(checksum + "/" + next), SEPOLIA.idAt(number, time));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            0, 0, bef71d30, 1742999832
            123, 1742999831, bef71d30, 1742999832
            123, 1742999832, 0929e24e, 1761677592
            123, 1761677591, 0929e24e, 1761677592
            123, 1761677592, e7e0e7ff, 1762365720
            123, 1762365719, e7e0e7ff, 1762365720
            123, 1762365720, 3893353e, 1762955544
            123, 1762955543, 3893353e, 1762955544
            123, 1762955544, 23aa1351, 0
            123, 2000000000, 23aa1351, 0
            """)
    void computesHoodiForkIds(long number, long time, String checksum, long next) {
        assertEquals(ForkId.parse(checksum + "/" + next), HOODI.idAt(number, time));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            legacy, 15050000, 0, f0afd0e3, 0, COMPATIBLE
            legacy, 15050000, 0, f0afd0e3, 18446744073709551615, COMPATIBLE
            legacy, 7279999, 0, a00bc324, 0, COMPATIBLE
            legacy, 7279999, 0, a00bc324, 7280000, COMPATIBLE
            legacy, 7279999, 0, a00bc324, 18446744073709551615, COMPATIBLE
            legacy, 7280000, 0, a00bc324, 7280000, COMPATIBLE
            legacy, 7987396, 0, a00bc324, 7280000, COMPATIBLE
            legacy, 7987396, 0, 3edd5b10, 4370000, COMPATIBLE
            legacy, 7279999, 0, 668db0af, 0, COMPATIBLE
            legacy, 4369999, 0, a00bc324, 0, COMPATIBLE
            legacy, 7987396, 0, a00bc324, 0, REMOTE_STALE
            legacy, 7987396, 0, 5cddc0e1, 0, INCOMPATIBLE
            legacy, 7279999, 0, 5cddc0e1, 0, INCOMPATIBLE
            legacy, 7987396, 0, afec6b27, 0, INCOMPATIBLE
            legacy, 88888888, 0, f0afd0e3, 88888888, INCOMPATIBLE
            legacy, 7279999, 0, a00bc324, 7279999, INCOMPATIBLE
            mainnet, 15050000, 0, f0afd0e3, 0, COMPATIBLE
            mainnet, 15050000, 0, f0afd0e3, 1681338455, COMPATIBLE
            mainnet, 15050000, 0, f0afd0e3, 18446744073709551615, COMPATIBLE
            mainnet, 20000000, 1681338455, f0afd0e3, 1681338455, COMPATIBLE
            mainnet, 20123456, 1681338456, f0afd0e3, 1681338455, COMPATIBLE
            mainnet, 20000000, 1681338455, 20c327fc, 15050000, COMPATIBLE
            mainnet, 15050000, 0, dce96c2d, 0, COMPATIBLE
            mainnet, 13773000, 0, f0afd0e3, 0, COMPATIBLE
            mainnet, 20000000, 1681338455, f0afd0e3, 0, REMOTE_STALE
            mainnet, 15050000, 0, 27a60dbd, 0, INCOMPATIBLE
            mainnet, 15050000, 0, 726f5618, 0, INCOMPATIBLE
            mainnet, 888888888, 1660000000, f0afd0e3, 1660000000, INCOMPATIBLE
            mainnet, 19999999, 1667999999, f0afd0e3, 1667999999, INCOMPATIBLE
            mainnet, 20000000, 1681338455, dce96c2d, 0, COMPATIBLE
            mainnet, 20000000, 1681338455, dce96c2d, 18446744073709551615, COMPATIBLE
            mainnet, 20000000, 1668000000, dce96c2d, 0, COMPATIBLE
            mainnet, 20000000, 1668000000, dce96c2d, 1710338135, COMPATIBLE
            mainnet, 20000000, 1668000000, dce96c2d, 18446744073709551615, COMPATIBLE
            mainnet, 21000000, 1710338135, dce96c2d, 1710338135, COMPATIBLE
            mainnet, 21123456, 1710338136, dce96c2d, 1710338135, COMPATIBLE
            mainnet, 0, 0, 3edd5b10, 1710338135, COMPATIBLE
            mainnet, 21000000, 1700000000, 9f3d2254, 0, COMPATIBLE
            mainnet, 21000000, 1678000000, c376cf8b, 0, COMPATIBLE
            mainnet, 21000000, 1710338135, dce96c2d, 0, REMOTE_STALE
            mainnet, 20000000, 1681338455, 726f5618, 0, INCOMPATIBLE
            mainnet, 20000000, 1668000000, 43b8ae27, 0, INCOMPATIBLE
            mainnet, 20000000, 1681338455, 12345678, 0, INCOMPATIBLE
            mainnet, 88888888, 8888888888, 07c9462e, 8888888888, INCOMPATIBLE
            mainnet, 20999999, 1699999999, 71147644, 1700000000, INCOMPATIBLE
            """)
    void judgesRemoteForkIds(
            String config, long number, long time, String checksum, String next, Verdict verdict) {
        ForkSchedule forks = config.equals("legacy") ? LEGACY : Mainnet.FORKS;
        assertEquals(verdict, forks.judge(ForkId.parse(checksum + "/" + next), number, time));
    }

    @Test
    void leavesOutForksByTimeThatAreOlderThanTheGenesis() {
        long genesisTime = 1690475657;
        for (long shanghai : List.of(genesisTime - 1, genesisTime)) {
            ForkSchedule forks =
                    ForkSchedule.of(
                            Hash32.ZERO,
                            genesisTime,
                            List.of(),
                            List.of(shanghai, genesisTime + 1));
            assertEquals(new ForkId(0x190a55ad, genesisTime + 1), forks.idAt(0, genesisTime));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00000000, 0, 0xc6840000000080",
        "deadbeef, 3135097598, 0xca84deadbeef84baddcafe",
        "ffffffff, 18446744073709551615, 0xce84ffffffff88ffffffffffffffff"
    })
    void isEncodedAsPublished(String checksum, String next, String rlp) throws Exception {
        ForkId id = ForkId.parse(checksum + "/" + next);
        RlpWriter out = new RlpWriter();
        id.write(out);
        assertEquals(rlp, Hex.toString(out.toByteArray()));
        assertEquals(id, ForkId.read(new RlpReader(out.toByteArray())));
    }

    @Test
    void announcesExactlyTheForkIdThatWasSet() {
        ForkId set = ForkId.parse("0x9f3d2254/1746612311");
        ForkSchedule forks = ForkSchedule.at(set);
        assertEquals(set, forks.idAt(0, 0));
        assertEquals(Verdict.COMPATIBLE, forks.judge(set, 0, 0));
        assertEquals(Verdict.COMPATIBLE, forks.judge(ForkId.parse("c376cf8b/0"), 0, 0));
        assertEquals(Verdict.INCOMPATIBLE, forks.judge(ForkId.parse("dce96c2d/1710338135"), 0, 0));
    }
}
