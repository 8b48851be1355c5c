package dev.peerloom.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Whether a jar is complete: its directory is there, and every entry as the directory says. */
final class JarCheck {
    private JarCheck() {}

    /**
     * Reads a jar to its end. The directory alone is not enough: a copy over an older file of the
     * same size has the old one's until the last bytes are written.
     *
     * @throws IOException if it is not complete; the message says what is wrong
     */
    static void check(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                check(zip, all.nextElement());
            }
        } catch (IllegalArgumentException e) { // names that are not in UTF-8
            throw new IOException(Text.message(e), e);
        }
    }

    private static void check(ZipFile zip, ZipEntry entry) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (entry.getCrc() != -1 && entry.getCrc() != sum.getValue()) {
            throw new IOException(Text.oneLine(entry.getName()) + " in it is damaged");
        }
    }
}
