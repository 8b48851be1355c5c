package dev.peerloom.cli.ipc;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the admin socket of a node lies if nobody named a path. Stateless. */
public final class SocketPath {
    /** What the JDK takes: sockaddr_un has room for 108 bytes on Linux, 104 elsewhere. */
    static final int LONGEST = (isLinux() ? 108 : 104) - 2;

    private static final int DIGITS = 16;

    private SocketPath() {}

    /**
     * {@code peerloom.ipc} in the data directory; if the system does not take a path as long as
     * that, a name made of it in the folder for temporary files, the same for a node and for those
     * who ask it.
     */
    public static Path of(Path dataDirectory) {
        Path absolute = dataDirectory.toAbsolutePath().normalize();
        Path usual = absolute.resolve("peerloom.ipc");
        if (fits(usual)) {
            return dataDirectory.resolve("peerloom.ipc");
        }
        String name = "peerloom-" + sum(absolute.toString()) + ".ipc";
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), name);
    }

    /** Whether a socket can be opened there, which takes a folder beside it for a moment. */
    static boolean fits(Path path) {
        return needed(path) <= LONGEST;
    }

    /** How many bytes the longest path has that opening a socket there takes. */
    static int needed(Path path) {
        Path folder = path.getParent();
        int beside = folder == null ? 0 : bytes(folder) + SocketFile.ADDED;
        return Math.max(bytes(path), beside);
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(Charset.defaultCharset()).length;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").startsWith("Linux");
    }

    private static String sum(String text) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
