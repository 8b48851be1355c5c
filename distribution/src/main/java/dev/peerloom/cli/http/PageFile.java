package dev.peerloom.cli.http;

import dev.peerloom.cli.Brand;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the dashboard, as it lies beside this class. Immutable. */
final class PageFile {
    private static final String FOLDER = "dashboard/";

    /** No path, no dot at the beginning, and an ending that we know. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z.-]*\\.(html|css|js|svg)");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    private static final int TAG_BYTES = 12;

    private final byte[] bytes;
    private final String type;
    private final String tag;

    private PageFile(byte[] bytes, String ending) {
        this.bytes = bytes;
        this.type = TYPES.getOrDefault(ending, "");
        this.tag = tag(bytes);
    }

    /** Whether a file could have this name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A file by its name; empty if there is none. */
    static Optional<PageFile> load(String name) throws IOException {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try (InputStream in = PageFile.class.getResourceAsStream(FOLDER + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new PageFile(in.readAllBytes(), matcher.group(1)));
        }
    }

    /** The page itself: it says whose node this is, and whether the token is needed. */
    static PageFile index(Brand brand, boolean token) throws IOException {
        PageFile template = load("index.html").orElseThrow();
        String page =
                new String(template.bytes, StandardCharsets.UTF_8)
                        .replace("{{name}}", escaped(brand.clientName()))
                        .replace("{{version}}", escaped(brand.version()))
                        .replace("{{token}}", token ? "needed" : "none");
        return new PageFile(page.getBytes(StandardCharsets.UTF_8), "html");
    }

    /** The content, to be sent and not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** The content type. */
    String type() {
        return type;
    }

    /** The entity tag, with quotes: another content has another one. */
    String tag() {
        return tag;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
