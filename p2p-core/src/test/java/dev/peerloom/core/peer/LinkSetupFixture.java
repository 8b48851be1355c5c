package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.peerloom.api.Message;

/** From a connection to a link. */
abstract class LinkSetupFixture {
    static final int CODE = 0x10;

    static Script echo() {
        return new Script(
                (peer, channel) -> {
                    for (; ; ) {
                        Message message = channel.read();
                        channel.write(message.code(), message.payload());
                    }
                });
    }

    static void assertEcho(RemoteEnd remote) {
        remote.send(CODE, (byte) 1, (byte) 2);
        assertArrayEquals(new byte[] {1, 2}, remote.expect(CODE));
    }

    static void assertRefused(SetupHarness.Other other, RemoteEnd remote, int code) {
        remote.expectDisconnect(code);
        SetupException why = other.failure();
        assertEquals(code, why.code());
        assertFalse(why.byRemote());
    }
}
