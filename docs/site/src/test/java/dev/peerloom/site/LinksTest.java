package dev.peerloom.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class LinksTest {
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir Path folder;

    /** What people read leads where it says. */
    @Test
    void everyLinkOfTheDocumentsLeadsSomewhere() throws Exception {
        Map<Path, Document> documents = Sources.read(PROJECT);
        assertTrue(documents.containsKey(Path.of("README.md")), documents.keySet()::toString);
        assertTrue(documents.containsKey(Path.of("docs/rpc.md")), documents.keySet()::toString);
        List<String> broken = new Links(PROJECT, documents).broken();
        assertEquals(List.of(), broken, () -> String.join("\n", broken));
    }

    @Test
    void whatLeadsNowhereIsTold() throws Exception {
        Files.writeString(folder.resolve("there.md"), "# A heading\n\n## Twice\n\n## Twice\n");
        Files.createDirectories(folder.resolve("below/target"));
        Files.writeString(folder.resolve("below/target/made.md"), "[not looked at](nowhere.md)");
        Files.writeString(
                folder.resolve("below/here.md"),
                """
                # Here
                [file](../there.md) [folder](..) [anchor](../there.md#a-heading) [own](#here)
                [second](../there.md#twice-1) [web](https://example.org/a?b#c) ![image](../there.md)
                `[code](nowhere-in-code.md)`

                [1](../gone.md) [2](../there.md#gone) [3](#gone) ![4](gone.svg)
                [5](http:example.org) [6](ftp://example.org/) [7](<a b>) [8](../../outside.md)
                | a | b |
                |---|---|
                | [9](gone-too.md) | |
                """);
        List<String> broken = new Links(folder, Sources.read(folder)).broken();
        assertEquals(9, broken.size(), () -> String.join("\n", broken));
        assertTrue(broken.getFirst().startsWith("below/here.md: ../gone.md: "), broken::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP and WebSocket', http-and-websocket",
        "'20. The JDK image has what plugins may need, uncompressed', "
                + "20-the-jdk-image-has-what-plugins-may-need-uncompressed",
        "'A plugin in 30 lines', a-plugin-in-30-lines",
        "'Größe: a_b - c', größe-a_b---c",
    })
    void anchorsAreWhatReadersOfMarkdownMakeOfHeadings(String heading, String slug) {
        assertEquals(slug, Document.slug(heading));
    }
}
