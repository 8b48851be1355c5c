package dev.peerloom.plugin.bzz.hive;

import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The known nodes in a text file, one a line: overlay address, space, enode URL. A new file takes
 * the place of the old one in one step, so that a kill at any moment leaves one of them whole. For
 * one thread at a time.
 */
final class PeerFile {
    private static final String HEADER = "peerloom bzz peers 1";

    /** A full table is smaller. */
    private static final long MAX_SIZE = 8 << 20;

    private final Path file;

    PeerFile(Path directory) {
        this.file = directory.resolve("peers");
    }

    /** What was kept; lines that make no sense are passed over, and told. */
    List<SwarmNode> read() throws IOException {
        List<SwarmNode> nodes = new ArrayList<>();
        if (!Files.exists(file)) {
            return nodes;
        }
        if (Files.size(file) > MAX_SIZE) {
            tell("is larger than it can be");
            return nodes;
        }
        // Of bytes that are no text nothing but a bad line comes.
        List<String> lines =
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            tell("does not begin with \"" + HEADER + "\"");
            return nodes;
        }
        int bad = 0;
        for (String line : lines.subList(1, lines.size())) {
            try {
                nodes.add(parse(line));
            } catch (IllegalArgumentException e) {
                bad++;
            }
        }
        if (bad > 0) {
            tell("has " + bad + " lines that are no peers");
        }
        return nodes;
    }

    private static SwarmNode parse(String line) {
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("no space");
        }
        return SwarmNode.of(Overlay.parse(line.substring(0, space)), line.substring(space + 1))
                .orElseThrow(() -> new IllegalArgumentException("no enode URL"));
    }

    private void tell(String what) {
        // Asked for here, as finding one would slow the start of every node down.
        System.getLogger(PeerFile.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "{0} {1}: that part is left out. It is written anew; nothing needs to be done",
                        file,
                        what);
    }

    void write(Collection<SwarmNode> nodes) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (SwarmNode node : nodes) {
            text.append(node.overlay().toString(), 2, 2 + 2 * Overlay.LENGTH)
                    .append(' ')
                    .append(node.enode())
                    .append('\n');
        }
        Path fresh = file.resolveSibling("peers.new");
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            // The name must not reach the disk before what it stands for.
            out.getFD().sync();
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
