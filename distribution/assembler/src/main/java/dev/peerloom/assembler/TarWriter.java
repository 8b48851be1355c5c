package dev.peerloom.assembler;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * A compressed tar whose bytes depend on nothing but the files' names, contents, whether they can
 * be executed, and where links lead to. Used by one thread.
 */
final class TarWriter implements Closeable {
    /** The earliest time that every format can hold in every time zone. */
    static final Instant TIME = Instant.parse("1980-02-01T00:00:00Z");

    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 040000;
    private static final int ANYBODY = 0777;

    /** A tar is written in records of 512 bytes, each of which would else be compressed alone. */
    private static final int BUFFER = 1 << 16;

    private final TarArchiveOutputStream tar;

    /**
     * Starts one.
     *
     * @param longNames how names of more than 100 characters are written: {@link
     *     TarArchiveOutputStream#LONGFILE_POSIX}, or what older readers know
     */
    TarWriter(OutputStream out, int longNames) throws IOException {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.DEFAULT_COMPRESSION);
        parameters.setBufferSize(BUFFER);
        OutputStream gzip = new GzipCompressorOutputStream(out, parameters);
        tar = new TarArchiveOutputStream(new BufferedOutputStream(gzip, BUFFER), "UTF-8");
        tar.setLongFileMode(longNames);
    }

    /** What is in a folder, the folder first, folders before what is in them, by their names. */
    static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.sorted().toList();
        }
    }

    /** The permissions of a file or folder. */
    static int mode(Path path) {
        return Files.isDirectory(path)
                ? EXECUTABLE | DIRECTORY
                : (Files.isExecutable(path) ? EXECUTABLE : PLAIN) | REGULAR;
    }

    /** Adds a file, a folder without what is in it, or a link, under a name. */
    void add(Path path, String name) throws IOException {
        boolean link = Files.isSymbolicLink(path);
        TarArchiveEntry entry =
                link
                        ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
                        : new TarArchiveEntry(name);
        entry.setModTime(FileTime.from(TIME));
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        boolean file = !link && Files.isRegularFile(path);
        if (link) {
            entry.setLinkName(Files.readSymbolicLink(path).toString());
            entry.setMode(ANYBODY);
        } else {
            entry.setMode(mode(path));
        }
        entry.setSize(file ? Files.size(path) : 0);
        tar.putArchiveEntry(entry);
        if (file) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
