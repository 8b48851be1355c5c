package dev.peerloom.plugin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EchoRunTest {
    @Test
    void sendsOneEchoAfterTheOtherAndComparesTheReplies() throws Exception {
        int count = 40;
        try (RunningSession session = new RunningSession(count)) {
            for (int i = 0; i < count; i++) {
                byte[] payload = session.receive(BenchCode.ECHO);
                assertEquals(EchoRun.size(i, count), RunningSession.bytesOf(payload).length);
                session.send(BenchCode.ECHO_REPLY, payload);
            }
            session.assertAlive();
            assertEquals(count, session.compared.sum());
            assertEquals(0, session.differing.sum());
        }
    }

    @Test
    void answersThePeerWhileItsOwnEchoIsUnderWay() throws Exception {
        try (RunningSession session = new RunningSession(2)) {
            session.receive(BenchCode.ECHO);
            session.assertAlive();
        }
    }

    @Test
    void aReplyThatDiffersEndsTheSession() throws Exception {
        try (RunningSession session = new RunningSession(1)) {
            byte[] payload = session.receive(BenchCode.ECHO);
            byte other = (byte) ((RunningSession.bytesOf(payload)[0] & 0x7F) == 0 ? 1 : 0);
            session.send(BenchCode.ECHO_REPLY, RunningSession.data(new byte[] {other}));
            DisconnectException end = session.endsWith(DisconnectException.class);
            assertEquals(DisconnectReason.SUBPROTOCOL_ERROR, end.reason());
            assertTrue(end.getMessage().contains("echo 1 of 1"), end::getMessage);
            assertEquals(1, session.differing.sum());
        }
    }

    @Test
    void sizesGoFromOneByteToOneMebibyte() {
        assertEquals(1, EchoRun.size(0, 1));
        assertEquals(1, EchoRun.size(0, 1000));
        assertEquals(1 << 20, EchoRun.size(999, 1000));
        for (int i = 1; i < 1000; i++) {
            assertTrue(EchoRun.size(i, 1000) >= EchoRun.size(i - 1, 1000));
        }
    }
}
