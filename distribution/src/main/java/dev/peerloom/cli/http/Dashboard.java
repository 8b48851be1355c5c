package dev.peerloom.cli.http;

import dev.peerloom.cli.Brand;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The page for browsers at {@code /}, and its files. They are the same for everybody and tell
 * nothing of the node but its name, so they need no token; what the page shows it asks for by
 * WebSocket. Each file is read when it is first asked for. Thread-safe.
 */
final class Dashboard implements HttpService {
    /** What browsers hold the page to: its own files, its own node, and nobody's frame. */
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                            + " trusted-types 'none'",
                    "Cross-Origin-Embedder-Policy",
                    "require-corp",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Permissions-Policy",
                    "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                    "Referrer-Policy",
                    "no-referrer");

    private static final String FOLDER = "/dashboard/";

    private final Brand brand;
    private final boolean token;
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    /**
     * The dashboard of a node.
     *
     * @param brand who the node says it is
     * @param token whether its admin interface needs a token
     */
    Dashboard(Brand brand, boolean token) {
        this.brand = brand;
        this.token = token;
    }

    /** Whether a request asks for a file of the page, and cannot mean anything else. */
    static boolean isPage(RoutingRequest request) {
        String path = request.path().path();
        Headers headers = request.headers();
        return request.prologue().method().text().equals("GET")
                && !headers.contains(HeaderNames.UPGRADE)
                && (path.equals("/")
                        || (path.startsWith(FOLDER)
                                && PageFile.isName(path.substring(FOLDER.length()))));
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::index).get(FOLDER + "{name}", this::file);
    }

    private void index(ServerRequest request, ServerResponse response) throws IOException {
        PageFile page = files.get("/");
        if (page == null) {
            page = PageFile.index(brand, token);
            files.put("/", page);
        }
        answer(page, request, response);
    }

    private void file(ServerRequest request, ServerResponse response) throws IOException {
        Optional<PageFile> file = find(request.path().pathParameters().get("name"));
        if (file.isPresent()) {
            answer(file.get(), request, response);
        } else {
            response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.status(Status.NOT_FOUND_404);
            response.send("there is no such file\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The template of the page is no file of it. Names that there are not are not kept. */
    private Optional<PageFile> find(String name) throws IOException {
        PageFile known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PageFile> file = name.endsWith(".html") ? Optional.empty() : PageFile.load(name);
        file.ifPresent(found -> files.put(name, found));
        return file;
    }

    private static void answer(PageFile file, ServerRequest request, ServerResponse response) {
        HEADERS.forEach(response::header);
        // Asked for again each time, and sent again only if it has changed.
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        response.header(HeaderNames.ETAG, file.tag());
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(file.tag()::equals)
                .isPresent()) {
            response.status(Status.NOT_MODIFIED_304).send();
        } else {
            response.header(HeaderNames.CONTENT_TYPE, file.type());
            response.send(file.bytes());
        }
    }
}
