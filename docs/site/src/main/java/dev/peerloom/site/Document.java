package dev.peerloom.site;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A text in Markdown, with tables, and the anchors that its headings have where such texts are
 * usually read. Not changed after it was parsed.
 */
final class Document {
    private static final Parser PARSER =
            Parser.builder().extensions(Set.of(TablesExtension.create())).build();

    private final Node root;
    private final Map<Node, String> ids = new HashMap<>();
    private final Map<String, String> anchors = new LinkedHashMap<>();
    private final List<String> targets = new ArrayList<>();
    private String title = "";

    private Document(Node root) {
        this.root = root;
    }

    /** Reads a text. */
    static Document parse(String markdown) {
        Document document = new Document(PARSER.parse(markdown));
        document.root.accept(document.new Collector());
        return document;
    }

    /** Goes through all nodes once. */
    private final class Collector extends AbstractVisitor {
        private final Map<String, Integer> seen = new HashMap<>();

        @Override
        public void visit(Heading heading) {
            String text = text(heading);
            if (title.isEmpty()) {
                title = text;
            }
            String slug = slug(text);
            int before = seen.merge(slug, 1, Integer::sum) - 1;
            String id = before == 0 ? slug : slug + "-" + before;
            ids.put(heading, id);
            anchors.put(id, text);
            visitChildren(heading);
        }

        @Override
        public void visit(Link link) {
            targets.add(link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            targets.add(image.getDestination());
            visitChildren(image);
        }
    }

    private static String text(Node heading) {
        StringBuilder text = new StringBuilder();
        heading.accept(
                new AbstractVisitor() {
                    @Override
                    public void visit(Text node) {
                        text.append(node.getLiteral());
                    }

                    @Override
                    public void visit(Code code) {
                        text.append(code.getLiteral());
                    }
                });
        return text.toString();
    }

    /** A heading's anchor: small letters, digits, '-' and '_', and '-' for each space. */
    static String slug(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    Node root() {
        return root;
    }

    /** The first heading; empty if there is none. */
    String title() {
        return title;
    }

    /** The anchor of a heading. */
    String id(Node heading) {
        return ids.getOrDefault(heading, "");
    }

    /** All anchors in their order, with the headings. */
    Map<String, String> anchors() {
        return anchors;
    }

    /** What links and images lead to, as it is written. */
    List<String> targets() {
        return targets;
    }
}
