package dev.peerloom.assembler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

class DebToolTest {
    @TempDir Path folder;

    private Path deb(String where, long time) throws IOException {
        Path base = Files.createDirectory(folder.resolve(where));
        Path control = Files.createDirectory(base.resolve("control"));
        Files.writeString(control.resolve("control"), "Package: acme\n");
        Path bin = Files.createDirectories(base.resolve("root/usr/bin"));
        Path program = Files.writeString(base.resolve("root/usr/program"), "#!/bin/sh\n");
        Files.setLastModifiedTime(program, FileTime.fromMillis(time));
        assertEquals(true, program.toFile().setExecutable(true));
        Files.createSymbolicLink(bin.resolve("acme"), Path.of("../program"));
        Path archive = base.resolve("acme.deb");
        StringWriter err = new StringWriter();
        PrintWriter writer = new PrintWriter(err, true);
        String[] args = {control.toString(), base.resolve("root").toString(), archive.toString()};
        assertEquals(0, new DebTool().run(writer, writer, args), err::toString);
        return archive;
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws Exception {
        assertArrayEquals(
                Files.readAllBytes(deb("one", 1_000_000)),
                Files.readAllBytes(deb("other", 2_000_000_000_000L)));
    }

    @Test
    void itHasItsThreeMembersInTheirOrderAndKeepsLinks() throws Exception {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (ArArchiveInputStream ar =
                new ArArchiveInputStream(Files.newInputStream(deb("one", 0)))) {
            for (ArArchiveEntry e = ar.getNextEntry(); e != null; e = ar.getNextEntry()) {
                members.put(e.getName(), ar.readAllBytes());
            }
        }
        assertEquals(
                List.of("debian-binary", "control.tar.gz", "data.tar.gz"),
                List.copyOf(members.keySet()));
        assertEquals("2.0\n", new String(members.get("debian-binary"), StandardCharsets.US_ASCII));
        assertEquals(List.of("./ 755", "./control 644"), entries(members.get("control.tar.gz")));
        assertEquals(
                List.of(
                        "./ 755",
                        "./usr/ 755",
                        "./usr/bin/ 755",
                        "./usr/bin/acme -> ../program",
                        "./usr/program 755"),
                entries(members.get("data.tar.gz")));
    }

    private static List<String> entries(byte[] tarGz) throws IOException {
        List<String> found = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(tarGz)))) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                String what = Integer.toOctalString(e.getMode() & 0777);
                found.add(
                        e.getName() + (e.isSymbolicLink() ? " -> " + e.getLinkName() : " " + what));
            }
        }
        return found;
    }
}
