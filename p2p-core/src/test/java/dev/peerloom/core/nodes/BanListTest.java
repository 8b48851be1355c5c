package dev.peerloom.core.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.Ban;
import dev.peerloom.core.BanTarget;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is banned, and for how long. */
class BanListTest {
    private static final Optional<Duration> FOREVER = Optional.empty();
    private static final BanTarget NODE = new BanTarget.Node(id(1));

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-28T00:00:00Z");
    private NodeDatabase database;
    private BanList bans;

    private static NodeId id(long number) {
        return new NodeId(ByteBuffer.allocate(64).putLong(56, number).array());
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @BeforeEach
    void open() throws Exception {
        database = NodeDatabase.open(Optional.of(folder.resolve("nodes.db")), () -> now);
        bans = new BanList(database, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void reopen() throws Exception {
        close();
        open();
    }

    @Test
    void nodesAddressesAndNetworksAreBanned() {
        bans.ban(NODE, FOREVER, "spam");
        bans.ban(BanTarget.parse("203.0.113.7"), FOREVER, "");
        bans.ban(BanTarget.parse("2001:db8::/32"), FOREVER, "");
        assertTrue(bans.refusal(id(1)).orElseThrow().contains("spam"));
        assertTrue(bans.refusal(id(2)).isEmpty());
        assertTrue(bans.refusal(address("203.0.113.7")).isPresent());
        assertTrue(bans.refusal(address("203.0.113.8")).isEmpty());
        assertTrue(bans.refusal(address("2001:db8:9::1")).isPresent());
        assertTrue(bans.refusal(address("2001:db9::1")).isEmpty());
        assertTrue(bans.refusal(id(1), address("198.51.100.1")).isPresent());
        assertTrue(bans.refusal(id(2), address("203.0.113.7")).isPresent());
        assertTrue(bans.refusal(id(2), address("198.51.100.1")).isEmpty());
    }

    @Test
    void aBanEndsWhenItsTimeHasCome() throws Exception {
        Ban ban = bans.ban(NODE, Optional.of(Duration.ofHours(1)), "");
        assertEquals(Optional.of(now.plus(Duration.ofHours(1))), ban.until());
        now = now.plus(Duration.ofHours(1)).minusMillis(1);
        assertTrue(bans.refusal(id(1)).isPresent());
        reopen();
        assertTrue(bans.refusal(id(1)).isPresent());
        now = now.plusMillis(1);
        assertTrue(bans.refusal(id(1)).isEmpty());
        assertEquals(List.of(), bans.all());
        reopen();
        assertEquals(List.of(), database.storedBans());
    }

    @Test
    void bansOutlastTheNodeUntilTheyAreTakenBack() throws Exception {
        Ban ban = bans.ban(NODE, FOREVER, "spam \"quoted\"");
        bans.ban(BanTarget.parse("203.0.113.0/24"), FOREVER, "");
        reopen();
        assertEquals(ban, bans.all().getFirst());
        assertEquals(2, bans.all().size());
        assertTrue(bans.unban(NODE));
        assertFalse(bans.unban(NODE));
        assertTrue(bans.refusal(id(1)).isEmpty());
        reopen();
        assertEquals(1, bans.all().size());
    }

    @Test
    void aSecondBanReplacesTheFirst() throws Exception {
        bans.ban(NODE, FOREVER, "first");
        bans.ban(NODE, Optional.of(Duration.ofDays(1)), "second");
        reopen();
        assertEquals(List.of("second"), bans.all().stream().map(Ban::reason).toList());
    }

    @Test
    void whatTheConfigurationBansLastsAsLongAsItStandsThere() throws Exception {
        bans.configure(List.of(NODE));
        assertTrue(bans.refusal(id(1)).isPresent());
        assertTrue(bans.all().getFirst().configured());
        assertThrows(IllegalArgumentException.class, () -> bans.unban(NODE));
        bans.configure(List.of(BanTarget.parse("203.0.113.7")));
        assertTrue(bans.refusal(id(1)).isEmpty());
        assertTrue(bans.refusal(address("203.0.113.7")).isPresent());
        reopen();
        assertEquals(List.of(), bans.all());
    }

    @Test
    void aBanLastsLongerThanNothingAndNotLongerThanTheCalendar() {
        assertThrows(
                IllegalArgumentException.class,
                () -> bans.ban(NODE, Optional.of(Duration.ZERO), ""));
        Ban ban = bans.ban(NODE, Optional.of(Duration.ofSeconds(Long.MAX_VALUE)), "");
        assertTrue(ban.until().orElseThrow().isAfter(now.plus(Duration.ofDays(36_000))));
        assertThrows(
                IllegalArgumentException.class,
                () -> bans.ban(NODE, FOREVER, "x".repeat(Ban.MAX_REASON + 1)));
    }

    @Test
    void thereIsALimitToBans() throws Exception {
        try (NodeDatabase memory = NodeDatabase.open(Optional.empty(), () -> now)) {
            BanList list = new BanList(memory, () -> now);
            for (int i = 0; i < BanList.MAX_BANS; i++) {
                list.ban(new BanTarget.Node(id(i)), Optional.of(Duration.ofHours(1)), "");
            }
            BanTarget more = new BanTarget.Node(id(-1));
            assertThrows(IllegalStateException.class, () -> list.ban(more, FOREVER, ""));
            list.ban(NODE, Optional.of(Duration.ofHours(2)), "it is banned already");
            now = now.plus(Duration.ofHours(1));
            list.ban(more, FOREVER, "");
            assertEquals(2, list.all().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "203.0.113.7/32, 203.0.113.7",
        "203.0.113.7/24, 203.0.113.0/24",
        "2001:db8::1/128, 2001:db8:0:0:0:0:0:1",
        "2001:db8:7::/32, 2001:db8:0:0:0:0:0:0/32",
    })
    void aNetworkHasOneName(String written, String name) {
        BanTarget target = BanTarget.parse(written);
        assertEquals(name, target.toString());
        assertEquals(target, BanTarget.parse(name));
    }

    @Test
    void aNodeIsNamedByItsIdOrItsEnode() {
        assertEquals(NODE, BanTarget.parse(id(1).toString()));
        assertEquals(NODE, BanTarget.parse(NODE.toString()));
        Enode enode = new Enode(id(1), "192.0.2.7", 30_303, 30_303);
        assertEquals(NODE, BanTarget.parse(enode.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "node.example.org",
                "203.0.113",
                "203.0.113/24",
                "203.0.113.0/33",
                "abcd",
                "enode://x"
            })
    void whatIsNoTargetIsRefused(String text) {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> BanTarget.parse(text));
        assertTrue(wrong.getMessage().contains("not a node id"), wrong::getMessage);
    }
}
