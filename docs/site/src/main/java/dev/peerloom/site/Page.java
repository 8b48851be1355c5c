package dev.peerloom.site;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** One page of the site. Immutable. */
final class Page {
    private final Path source;
    private final Document document;
    private final Path project;
    private final Set<Path> pages;

    /** A document of the project, by its path there; pages are the documents that become pages. */
    Page(Path source, Document document, Path project, Set<Path> pages) {
        this.source = source;
        this.document = document;
        this.project = project;
        this.pages = pages;
    }

    /** Where a document's page lies: README is what a folder shows. */
    static Path target(Path source) {
        String name = String.valueOf(source.getFileName());
        String html = name.equals("README.md") ? "index.html" : name.replace(".md", ".html");
        return source.resolveSibling(html);
    }

    /** The way from this page to another file of the site. */
    String relative(Path file) {
        Path here = target(source).resolveSibling("");
        return here.relativize(file).toString().replace('\\', '/');
    }

    /** The whole page. */
    String html(String navigation) {
        String body =
                HtmlRenderer.builder()
                        .extensions(Set.of(TablesExtension.create()))
                        .attributeProviderFactory(context -> attributes())
                        .build()
                        .render(document.root())
                        // Wide ones are scrolled by themselves.
                        .replace("<table>", "<div class=\"wide\"><table>")
                        .replace("</table>", "</table></div>");
        return """
               <!doctype html>
               <html lang="en">
               <head>
               <meta charset="utf-8">
               <meta name="viewport" content="width=device-width, initial-scale=1">
               <meta name="color-scheme" content="light dark">
               <title>%s</title>
               <link rel="stylesheet" href="%s">
               </head>
               <body>
               <nav aria-label="Documents">
               %s</nav>
               <main>
               %s</main>
               </body>
               </html>
               """
                .formatted(escape(title()), relative(Path.of("site.css")), navigation, body);
    }

    private String title() {
        return document.title().startsWith("Peerloom")
                ? document.title()
                : document.title() + " - Peerloom";
    }

    private AttributeProvider attributes() {
        return (node, tag, attributes) -> {
            if (node instanceof Heading) {
                attributes.put("id", document.id(node));
            } else if (node instanceof Link) {
                rewrite(attributes);
            }
        };
    }

    /**
     * Links to documents lead to their pages; those to files that only the sources have, nowhere.
     */
    private void rewrite(Map<String, String> attributes) {
        String written = attributes.getOrDefault("href", "");
        try {
            Links.Target target = Links.Target.of(written);
            if (target.external() || target.path().isEmpty()) {
                return;
            }
            Path file = Links.resolve(source, target);
            Path readme = file.resolve("README.md");
            String anchor = target.anchor().isEmpty() ? "" : "#" + target.anchor();
            if (pages.contains(file)) {
                attributes.put("href", relative(target(file)) + anchor);
            } else if (pages.contains(readme)) {
                attributes.put("href", relative(target(readme)) + anchor);
            } else if (Files.exists(project.resolve(file))) {
                attributes.remove("href");
                attributes.put("title", "in the sources: " + file);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(source + " has a link that is none", e);
        }
    }

    /** A text within HTML. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
