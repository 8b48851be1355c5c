package dev.peerloom.cli.ipc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

@DisabledOnOs(OS.WINDOWS)
class SocketOwnerTest {
    private static final int ROOT = 0;
    private static final int SOMEBODY = 12_345;

    @TempDir Path folder;
    private Path socket;

    @BeforeEach
    void makeSocket() throws Exception {
        socket = folder.resolve("node.ipc");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        allow("rwxrwxrwx");
    }

    private void allow(String permissions) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private int owner() throws Exception {
        return (int) Files.getAttribute(socket, "unix:uid");
    }

    @Test
    void onesOwnIsGoodAndSoIsThatOfRoot() throws Exception {
        SocketOwner.check(socket);
        if (owner() == ROOT) {
            SocketOwner.check(socket, SOMEBODY);
        }
    }

    @Test
    void thatOfAnotherIsRefusedWhereAnybodyMayHavePutIt() throws Exception {
        if (owner() == ROOT) {
            Files.setAttribute(socket, "unix:uid", SOMEBODY);
        }
        int other = owner() + 1;
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> SocketOwner.check(socket, other));
        assertTrue(refused.getMessage().contains(socket.toString()), refused.getMessage());
        assertTrue(refused.getMessage().contains("--ipc"), refused.getMessage());
        if (owner() == SOMEBODY) {
            assertThrows(ConfigurationException.class, () -> IpcClient.open(socket));
            allow("rwxr-xr-x");
            assertDoesNotThrow(() -> SocketOwner.check(socket), "root may ask whom it wants");
        }
    }
}
