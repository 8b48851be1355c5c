package dev.peerloom.assembler;

import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.spi.ToolProvider;
import java.util.zip.Deflater;

/**
 * {@code pack tar.gz|zip FOLDER ARCHIVE}: an archive whose bytes depend on nothing but the files'
 * names, contents, and whether they can be executed. Immutable.
 */
public final class PackTool implements ToolProvider {
    /** For the service loader. */
    public PackTool() {}

    @Override
    public String name() {
        return "pack";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        if (args.length != 3) {
            err.println("pack takes a format, a folder and an archive");
            return 2;
        }
        Path folder = Path.of(args[1]);
        Path archive = Path.of(args[2]);
        try {
            switch (args[0]) {
                case "tar.gz" -> tarGz(folder, archive);
                case "zip" -> zip(folder, archive);
                default -> {
                    err.println("there is no format " + args[0]);
                    return 2;
                }
            }
            return 0;
        } catch (IOException e) {
            err.println("cannot write " + archive + ": " + e);
            return 1;
        }
    }

    private static String name(Path folder, Path path) {
        String name = folder.getFileName() + "/" + folder.relativize(path);
        String plain = path.equals(folder) ? folder.getFileName() + "" : name.replace('\\', '/');
        return plain + (Files.isDirectory(path) ? "/" : "");
    }

    private static void tarGz(Path folder, Path archive) throws IOException {
        try (TarWriter tar =
                new TarWriter(
                        Files.newOutputStream(archive), TarArchiveOutputStream.LONGFILE_POSIX)) {
            for (Path path : TarWriter.all(folder)) {
                tar.add(path, name(folder, path));
            }
        }
    }

    private static void zip(Path folder, Path archive) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            for (Path path : TarWriter.all(folder)) {
                ZipArchiveEntry entry = new ZipArchiveEntry(name(folder, path));
                entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
                entry.setUnixMode(TarWriter.mode(path));
                zip.putArchiveEntry(entry);
                if (Files.isRegularFile(path)) {
                    Files.copy(path, zip);
                }
                zip.closeArchiveEntry();
            }
        }
    }
}
