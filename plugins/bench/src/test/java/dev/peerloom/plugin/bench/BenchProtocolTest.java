package dev.peerloom.plugin.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.rlp.RlpException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

@Timeout(60)
class BenchProtocolTest {
    private final RunningSession session = new RunningSession(0);

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void isBenchOneWithEightCodes() {
        assertEquals("bench", session.protocol.name());
        assertEquals(1, session.protocol.version());
        assertEquals(8, session.protocol.length());
        assertEquals(Message.MAX_PAYLOAD, session.protocol.maxPayload());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 55, 56, 255, 256, 65_535, 65_536, 1 << 20, 0xFFFFF0 - 8})
    void answersAnEchoWithTheSamePayload(int size) throws Exception {
        byte[] payload = RandomData.payload(new SplittableRandom(size), size);
        session.send(BenchCode.ECHO, payload);
        assertArrayEquals(payload, session.receive(BenchCode.ECHO_REPLY));
    }

    @Test
    void countsMessagesAndPayloadBytesIncludingRlpHeaders() throws Exception {
        session.send(BenchCode.SINK, RunningSession.data(new byte[100]));
        session.send(BenchCode.SINK, RunningSession.data(new byte[0]));
        session.send(BenchCode.SINK_QUERY, hex("c0"));
        // 100 bytes have headers of 2 + 2, none has two headers of 1
        assertArrayEquals(
                RunningSession.numbers(2, 104 + 2), session.receive(BenchCode.SINK_COUNT));
    }

    @Test
    void countsEachConnectionByItself() throws Exception {
        session.send(BenchCode.SINK, RunningSession.data(new byte[10]));
        try (RunningSession other = new RunningSession(0)) {
            other.send(BenchCode.SINK_QUERY, hex("c0"));
            assertArrayEquals(RunningSession.numbers(0, 0), other.receive(BenchCode.SINK_COUNT));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,100", "5,0", "3,1", "300,64", "20,65536", "1,16777192"})
    void sendsAsManyMessagesOfTheSizeAskedFor(int count, int size) throws Exception {
        session.send(BenchCode.SOURCE_REQUEST, RunningSession.numbers(count, size));
        for (int i = 0; i < count; i++) {
            byte[] payload = session.receive(BenchCode.SOURCE);
            assertEquals(size, RunningSession.bytesOf(payload).length);
        }
        session.assertAlive();
    }

    @Test
    void sourceDataIsIncompressibleAndNeverTheSame() throws Exception {
        session.send(BenchCode.SOURCE_REQUEST, RunningSession.numbers(2, 100_000));
        byte[] first = RunningSession.bytesOf(session.receive(BenchCode.SOURCE));
        byte[] second = RunningSession.bytesOf(session.receive(BenchCode.SOURCE));
        assertTrue(deflated(first) >= first.length);
        assertTrue(deflated(second) >= second.length);
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void aSourceTooLargeForAMessageIsABreach() throws Exception {
        session.send(BenchCode.SOURCE_REQUEST, RunningSession.numbers(1, 0xFFFFF0 - 7));
        DisconnectException end = session.endsWith(DisconnectException.class);
        assertEquals(DisconnectReason.BREACH_OF_PROTOCOL, end.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "0, 80",
        "0, c0",
        "0, c28101",
        "0, c20101",
        "0, c1c0",
        "0, c101ff",
        "0, c202",
        "1, c0",
        "1, 01",
        "2, ''",
        "2, c0",
        "2, c20102",
        "3, c101",
        "3, ''",
        "3, 80",
        "4, c0",
        "4, c101",
        "5, c0",
        "5, c101",
        "5, c3010203",
        "5, c3010080",
        "5, c20001",
        "5, c70185ffffffffff",
        "6, c0",
        "6, c28101"
    })
    void malformedPayloadsEndTheSessionAsRlpErrors(int code, String payload) throws Exception {
        session.send(code, hex(payload));
        session.endsWith(RlpException.class);
    }

    @Test
    void codeSevenIsABreach() throws Exception {
        session.send(7, hex("c0"));
        DisconnectException end = session.endsWith(DisconnectException.class);
        assertEquals(DisconnectReason.BREACH_OF_PROTOCOL, end.reason());
    }

    @Test
    void repliesThatNobodyAskedForAreIgnored() throws Exception {
        session.send(BenchCode.ECHO_REPLY, RunningSession.data(new byte[5]));
        session.send(BenchCode.SINK_COUNT, RunningSession.numbers(1, 2));
        session.send(BenchCode.SOURCE, RunningSession.data(new byte[5]));
        session.assertAlive();
        assertEquals(0, session.compared.sum());
    }

    @Test
    void endsWithTheLink() {
        session.close();
        session.endsWith(EOFException.class);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static int deflated(byte[] data) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            byte[] buffer = new byte[2 * data.length];
            return deflater.deflate(buffer);
        }
    }
}
