package dev.peerloom.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SiteTest {
    @TempDir Path folder;

    private String page(String name) throws Exception {
        return Files.readString(folder.resolve("site").resolve(name));
    }

    @Test
    void theDocumentsBecomePagesThatLeadToEachOther() throws Exception {
        Path project = Path.of("../..").toAbsolutePath().normalize();
        Path reference = Files.createDirectories(folder.resolve("reference"));
        Files.writeString(
                reference.resolve("commands.md"), "# Commands\n\n[settings](../operating.md)\n");
        Path api = Files.createDirectories(folder.resolve("javadoc/api"));
        Files.writeString(api.resolve("index.html"), "<p>");
        Path kit = Files.createDirectories(folder.resolve("javadoc/testkit"));
        Files.writeString(kit.resolve("index.html"), "<p>");
        List<String> broken =
                new Site(project, reference, folder.resolve("javadoc"))
                        .write(folder.resolve("site"));
        assertEquals(List.of(), broken, () -> String.join("\n", broken));
        assertTrue(page("index.html").contains("<a href=\"docs/rpc.html\""));
        assertTrue(page("docs/metrics.html").contains("rpc.html#http-and-websocket\""));
        assertTrue(page("docs/rpc.html").contains("<h2 id=\"http-and-websocket\">"));
        assertTrue(page("docs/reference/commands.html").contains("\"../operating.html\""));
        assertTrue(page("docs/decisions/0020-the-jdk-image.html").contains("\"../../site.css\""));
        assertFalse(page("index.html").contains("<script"));
    }

    @Test
    void aLinkThatLeadsNowhereIsTold() throws Exception {
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(project.resolve("README.md"), "# A\n\n[b](b.md#gone) [c](c.md)\n");
        Files.writeString(project.resolve("b.md"), "# B\n\n<b>\"quoted\"</b> [file](x.txt)\n");
        Files.writeString(project.resolve("x.txt"), "");
        List<String> broken =
                new Site(project, folder.resolve("no"), folder.resolve("none"))
                        .write(folder.resolve("site"));
        assertEquals(List.of("index.html: b.html#gone", "index.html: c.md"), broken);
        assertTrue(page("b.html").contains("title=\"in the sources: x.txt\""), page("b.html"));
    }
}
