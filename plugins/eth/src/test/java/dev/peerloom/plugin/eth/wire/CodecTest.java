package dev.peerloom.plugin.eth.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.chain.BlockHeader;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.common.Hex;
import dev.peerloom.plugin.eth.fork.ForkId;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;

class CodecTest {
    private static final Hash32 A =
            Hash32.parse("00000000000000000000000000000000000000000000000000000000deadc0de");
    private static final Hash32 B =
            Hash32.parse("00000000000000000000000000000000000000000000000000000000feedbeef");

    /** A decoder of a payload. */
    private interface Decoder {
        Object decode(byte[] payload) throws RlpException;
    }

    private static final List<Decoder> DECODERS =
            List.of(
                    Status::decode,
                    BlockRange::decode,
                    GetBlockHeaders::decode,
                    HashesRequest::decode,
                    Answer::decode,
                    GetCells::decode,
                    Cells::decode,
                    Transactions::count,
                    BlockHeader::decode,
                    payload -> GetReceipts.decode(EthVersion.ETH_69, payload),
                    payload -> GetReceipts.decode(EthVersion.ETH_70, payload),
                    payload -> Receipts.decode(EthVersion.ETH_69, payload),
                    payload -> Receipts.decode(EthVersion.ETH_72, payload),
                    payload -> TransactionHashes.decode(EthVersion.ETH_71, payload),
                    payload -> TransactionHashes.decode(EthVersion.ETH_72, payload));

    /** From go-ethereum's eth/protocols/eth/protocol_test.go and EIP-2481. */
    @Test
    void encodesRequestsAsPublished() throws RlpException {
        assertEncoding(
                "e8820457e4a000000000000000000000000000000000000000000000000000000000deadc0de050580",
                new GetBlockHeaders(1111, A, 0, 5, 5, false).encode());
        assertEncoding(
                "ca820457c682270f050580",
                new GetBlockHeaders(1111, null, 9999, 5, 5, false).encode());
        String hashes =
                "f847820457f842a000000000000000000000000000000000000000000000000000000000deadc0de"
                        + "a000000000000000000000000000000000000000000000000000000000feedbeef";
        assertEncoding(hashes, new HashesRequest(1111, List.of(A, B)).encode());
        assertEncoding(hashes, new GetReceipts(1111, 0, List.of(A, B)).encode(EthVersion.ETH_69));
        assertEquals(
                new HashesRequest(1111, List.of(A, B)), HashesRequest.decode(Hex.parse(hashes)));
    }

    @Test
    void givesEmptyAnswersTheShapeOfTheirVersion() {
        assertEncoding("c4820457c0", new Answer(1111, List.of()).encode());
        assertEncoding(
                "c4820457c0", new Receipts(1111, false, List.of()).encode(EthVersion.ETH_69));
        assertEncoding(
                "c582045780c0", new Receipts(1111, false, List.of()).encode(EthVersion.ETH_70));
        assertEncoding(
                "d6820457c0c090000102030405060708090a0b0c0d0e0f",
                new Cells(
                                1111,
                                List.of(),
                                List.of(),
                                new CustodyMask(0x0001020304050607L, 0x08090a0b0c0d0e0fL))
                        .encode());
    }

    @Test
    void knowsTheLengthsOfAllVersions() {
        assertEquals(
                List.of(18, 18, 20, 22),
                List.of(EthVersion.values()).stream().map(EthVersion::length).toList());
        assertEquals(
                List.of(69, 70, 71, 72),
                List.of(EthVersion.values()).stream().map(EthVersion::number).toList());
    }

    @Property(tries = 200)
    void statusComesBackAsItWas(
            @ForAll long network, @ForAll int fork, @ForAll long next, @ForAll long latest)
            throws RlpException {
        Status status =
                new Status(69, network, A, new ForkId(fork, next), new BlockRange(1, latest, B));
        assertEquals(status, Status.decode(status.encode()));
    }

    @Property(tries = 200)
    void requestsComeBackAsTheyWere(
            @ForAll long id, @ForAll long a, @ForAll long b, @ForAll long c, @ForAll boolean flag)
            throws RlpException {
        GetBlockHeaders byNumber = new GetBlockHeaders(id, null, a, b, c, flag);
        assertEquals(byNumber, GetBlockHeaders.decode(byNumber.encode()));
        GetBlockHeaders byHash = new GetBlockHeaders(id, B, 0, b, c, flag);
        assertEquals(byHash, GetBlockHeaders.decode(byHash.encode()));
        GetCells cells = new GetCells(id, List.of(A), new CustodyMask(a, b));
        assertEquals(cells, GetCells.decode(cells.encode()));
        for (EthVersion version : EthVersion.values()) {
            long first = version.hasPartialReceipts() ? a : 0;
            GetReceipts receipts = new GetReceipts(id, first, List.of(B, A));
            assertEquals(receipts, GetReceipts.decode(version, receipts.encode(version)));
            CustodyMask mask = version.hasCells() ? new CustodyMask(c, b) : null;
            TransactionHashes announcement =
                    new TransactionHashes(
                            List.of(
                                    new TransactionHashes.Announced((byte) 2, a >>> 32, A),
                                    new TransactionHashes.Announced((byte) 0, 7, B)),
                            mask);
            assertEquals(announcement, TransactionHashes.decode(version, announcement.encode()));
        }
    }

    @Test
    void answersComeBackAsTheyWere() throws RlpException {
        byte[] item = new RlpWriter().startList().write(7).endList().toByteArray();
        Answer answer = Answer.decode(new Answer(5, List.of(item, item)).encode());
        assertEquals(5, answer.requestId());
        assertEquals(2, answer.items().size());
        assertArrayEquals(item, answer.items().get(1));
        Receipts receipts =
                Receipts.decode(
                        EthVersion.ETH_71,
                        new Receipts(6, true, List.of(item)).encode(EthVersion.ETH_71));
        assertEquals(true, receipts.lastIncomplete());
        assertArrayEquals(item, receipts.blocks().getFirst());
        Cells cells =
                Cells.decode(
                        new Cells(9, List.of(A), List.of(item), new CustodyMask(1, 2)).encode());
        assertEquals(List.of(A), cells.hashes());
        assertEquals(new CustodyMask(1, 2), cells.mask());
    }

    @Property(tries = 1000)
    void randomBytesGiveRlpExceptionsOnly(@ForAll @Size(max = 300) byte[] payload) {
        decodeAll(payload);
    }

    @Property(tries = 2000)
    void randomRlpGivesRlpExceptionsOnly(@ForAll("rlp") byte[] payload) {
        decodeAll(payload);
    }

    @Property(tries = 2000)
    void changedMessagesGiveRlpExceptionsOnly(@ForAll int at, @ForAll byte value) {
        for (byte[] message :
                List.of(
                        new Status(69, 1, A, new ForkId(1, 2), new BlockRange(0, 1, B)).encode(),
                        new GetBlockHeaders(1, A, 0, 5, 5, true).encode(),
                        new HashesRequest(1, List.of(A, B)).encode(),
                        new GetCells(1, List.of(A), new CustodyMask(1, 2)).encode())) {
            message[Math.floorMod(at, message.length)] = value;
            decodeAll(message);
        }
    }

    /** Lists of lists and strings, some of them of the lengths that messages have. */
    @Provide
    Arbitrary<byte[]> rlp() {
        Arbitrary<byte[]> string =
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMaxSize(40)
                        .map(bytes -> new RlpWriter().write(bytes).toByteArray());
        Arbitrary<byte[]> hash =
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofSize(32)
                        .map(bytes -> new RlpWriter().write(bytes).toByteArray());
        Arbitrary<byte[]> number =
                Arbitraries.longs().map(value -> new RlpWriter().write(value).toByteArray());
        Arbitrary<byte[]> leaf = Arbitraries.oneOf(string, hash, number);
        Arbitrary<byte[]> inner = Arbitraries.oneOf(leaf, list(leaf));
        return list(Arbitraries.oneOf(inner, list(inner)));
    }

    private static Arbitrary<byte[]> list(Arbitrary<byte[]> item) {
        return item.list()
                .ofMaxSize(7)
                .map(items -> Rlp.encode(out -> items.forEach(out::writeRaw)));
    }

    private static void decodeAll(byte[] payload) {
        for (Decoder decoder : DECODERS) {
            try {
                decoder.decode(payload);
            } catch (RuntimeException e) {
                fail(Hex.toString(payload), e);
            } catch (RlpException expected) {
                // the only exception that a message may cause
            }
        }
    }

    @Test
    void refusesWhatIsNotQuiteAMessage() {
        for (String hex :
                List.of(
                        "c0", // nothing
                        "c4820457c000", // bytes behind
                        "c582045700c0", // a zero that is not canonical
                        "c6820457c050c0")) { // a field too many
            assertThrows(RlpException.class, () -> Answer.decode(Hex.parse(hex)), hex);
        }
        byte[] two = new GetBlockHeaders(1, null, 1, 1, 1, false).encode();
        two[two.length - 1] = 2;
        assertThrows(RlpException.class, () -> GetBlockHeaders.decode(two));
    }

    private static void assertEncoding(String hex, byte[] encoded) {
        assertEquals("0x" + hex, Hex.toString(encoded));
    }
}
