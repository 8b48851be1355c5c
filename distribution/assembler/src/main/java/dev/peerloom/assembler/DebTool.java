package dev.peerloom.assembler;

import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/**
 * {@code deb CONTROL ROOT PACKAGE}: a Debian package (deb(5)) of the files below a root, with the
 * files of a folder as its control information. The same files give the same bytes. Immutable.
 */
public final class DebTool implements ToolProvider {
    private static final int MODE = 0100644;

    /** For the service loader. */
    public DebTool() {}

    @Override
    public String name() {
        return "deb";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        if (args.length != 3) {
            err.println("deb takes the folder of the control files, that of the others, a package");
            return 2;
        }
        Path archive = Path.of(args[2]);
        Path data = archive.resolveSibling(archive.getFileName() + ".data");
        try {
            try (OutputStream file = Files.newOutputStream(data)) {
                tar(Path.of(args[1]), file);
            }
            ByteArrayOutputStream control = new ByteArrayOutputStream();
            tar(Path.of(args[0]), control);
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                    ArArchiveOutputStream ar = new ArArchiveOutputStream(file)) {
                // In this order.
                byte[] format = "2.0\n".getBytes(StandardCharsets.US_ASCII);
                add(ar, "debian-binary", format.length);
                ar.write(format);
                ar.closeArchiveEntry();
                add(ar, "control.tar.gz", control.size());
                control.writeTo(ar);
                ar.closeArchiveEntry();
                add(ar, "data.tar.gz", Files.size(data));
                Files.copy(data, ar);
                ar.closeArchiveEntry();
            }
            Files.delete(data);
            return 0;
        } catch (IOException e) {
            err.println("cannot write " + archive + ": " + e);
            return 1;
        }
    }

    private static void add(ArArchiveOutputStream ar, String name, long size) throws IOException {
        ar.putArchiveEntry(
                new ArArchiveEntry(name, size, 0, 0, MODE, TarWriter.TIME.getEpochSecond()));
    }

    /** Names begin with "./", as dpkg writes them; it reads no extensions of POSIX. */
    private static void tar(Path root, OutputStream out) throws IOException {
        try (TarWriter tar = new TarWriter(out, TarArchiveOutputStream.LONGFILE_GNU)) {
            for (Path path : TarWriter.all(root)) {
                boolean folder = Files.isDirectory(path) && !Files.isSymbolicLink(path);
                String below = root.relativize(path).toString();
                tar.add(path, below.isEmpty() ? "./" : "./" + below + (folder ? "/" : ""));
            }
        }
    }
}
