package dev.peerloom.assembler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

class PackToolTest {
    @TempDir Path folder;

    private Path tree(String where, long time) throws IOException {
        Path root = folder.resolve(where).resolve("acme");
        Path start = Files.createDirectories(root.resolve("bin")).resolve("acme");
        Files.writeString(start, "#!/bin/sh\n");
        Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwx------"));
        Path text = Files.writeString(root.resolve("ümlaut.txt"), "text");
        Files.setLastModifiedTime(text, FileTime.fromMillis(time));
        return root;
    }

    private static byte[] pack(String format, Path root) throws IOException {
        Path archive = root.resolveSibling("archive." + format);
        StringWriter err = new StringWriter();
        int code =
                new PackTool()
                        .run(
                                new PrintWriter(new StringWriter()),
                                new PrintWriter(err, true),
                                format,
                                root.toString(),
                                archive.toString());
        assertEquals(0, code, err::toString);
        return Files.readAllBytes(archive);
    }

    @Test
    void theSameFilesGiveTheSameBytesWhereverAndWheneverTheyWereWritten() throws Exception {
        for (String format : new String[] {"zip", "tar.gz"}) {
            byte[] one = pack(format, tree("one" + format, 1_000_000));
            byte[] other = pack(format, tree("other" + format, 2_000_000_000_000L));
            assertArrayEquals(one, other, format);
        }
    }

    @Test
    void namesAndPermissionsAreKept() throws Exception {
        Path root = tree("one", 0);
        pack("tar.gz", root);
        pack("zip", root);
        Map<String, Integer> inTar = new TreeMap<>();
        try (InputStream file = Files.newInputStream(root.resolveSibling("archive.tar.gz"));
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(file), "UTF-8")) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                inTar.put(e.getName(), e.getMode() & 0777);
            }
        }
        Map<String, Integer> inZip = new TreeMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(root.resolveSibling("archive.zip")).get()) {
            zip.getEntries()
                    .asIterator()
                    .forEachRemaining(e -> inZip.put(e.getName(), e.getUnixMode() & 0777));
        }
        Map<String, Integer> expected =
                Map.of(
                        "acme/",
                        0755,
                        "acme/bin/",
                        0755,
                        "acme/bin/acme",
                        0755,
                        "acme/ümlaut.txt",
                        0644);
        assertEquals(expected, inTar);
        assertEquals(expected, inZip);
    }

    @Test
    void anUnknownFormatIsAnError() {
        StringWriter err = new StringWriter();
        PrintWriter writer = new PrintWriter(err, true);
        assertEquals(2, new PackTool().run(writer, writer, "rar", "a", "b"));
        assertTrue(err.toString().contains("rar"), err::toString);
    }
}
