package dev.peerloom.assembler;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * {@code pack tar.gz|zip FOLDER ARCHIVE}: an archive whose bytes depend on nothing but the files'
 * names, contents, and whether they can be executed. Immutable.
 */
public final class PackTool implements ToolProvider {
    /** The earliest time that every format can hold in every time zone. */
    private static final Instant TIME = Instant.parse("1980-02-01T00:00:00Z");

    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 040000;

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

    /** Folders before what is in them, in the order of their names. */
    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.sorted().toList();
        }
    }

    private static String name(Path folder, Path path) {
        String name = folder.getFileName() + "/" + folder.relativize(path);
        String plain = path.equals(folder) ? folder.getFileName() + "" : name.replace('\\', '/');
        return plain + (Files.isDirectory(path) ? "/" : "");
    }

    private static int mode(Path path) {
        return Files.isDirectory(path) || Files.isExecutable(path) ? EXECUTABLE : PLAIN;
    }

    private static void tarGz(Path folder, Path archive) throws IOException {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.DEFAULT_COMPRESSION);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                OutputStream gzip = new GzipCompressorOutputStream(file, parameters);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Path path : all(folder)) {
                TarArchiveEntry entry = new TarArchiveEntry(name(folder, path));
                entry.setModTime(FileTime.from(TIME));
                entry.setIds(0, 0);
                entry.setNames("root", "root");
                entry.setMode(mode(path) | (Files.isDirectory(path) ? DIRECTORY : REGULAR));
                if (Files.isRegularFile(path)) {
                    entry.setSize(Files.size(path));
                }
                tar.putArchiveEntry(entry);
                if (Files.isRegularFile(path)) {
                    Files.copy(path, tar);
                }
                tar.closeArchiveEntry();
            }
        }
    }

    private static void zip(Path folder, Path archive) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            for (Path path : all(folder)) {
                ZipArchiveEntry entry = new ZipArchiveEntry(name(folder, path));
                entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
                entry.setUnixMode(mode(path) | (Files.isDirectory(path) ? DIRECTORY : REGULAR));
                zip.putArchiveEntry(entry);
                if (Files.isRegularFile(path)) {
                    Files.copy(path, zip);
                }
                zip.closeArchiveEntry();
            }
        }
    }
}
