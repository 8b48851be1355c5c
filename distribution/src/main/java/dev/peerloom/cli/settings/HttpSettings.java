package dev.peerloom.cli.settings;

import dev.peerloom.core.ConfigurationException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where and for whom the admin interface is open over HTTP. Immutable.
 *
 * @param address the address and port to listen on, port 0 for a free one
 * @param tokenFile the file with the token that every request must know
 * @param hosts host names that requests may be for, besides addresses and localhost
 * @param origins web pages that may ask, such as {@code https://example.org}
 */
public record HttpSettings(
        InetSocketAddress address,
        Optional<Path> tokenFile,
        List<String> hosts,
        List<String> origins) {

    /** Makes the lists immutable. */
    public HttpSettings {
        hosts = List.copyOf(hosts);
        origins = List.copyOf(origins);
    }

    /** What was set; empty if HTTP was not asked for. */
    static Optional<HttpSettings> read(Settings settings) throws ConfigurationException {
        Optional<Value> given = settings.one(Setting.HTTP);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress address =
                given.get()
                        .parse(
                                "HOST:PORT with an IP address or localhost, such as"
                                        + " 127.0.0.1:8545, or a port",
                                HttpSettings::address);
        Optional<Value> file = settings.one(Setting.HTTP_TOKEN_FILE);
        if (file.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw new ConfigurationException(
                    ("http is \"%s\" (%s), which other machines can reach: only with a token that"
                                    + " requests must know; name its file with --http-token-file,"
                                    + " or listen on 127.0.0.1")
                            .formatted(given.get().text(), given.get().origin()));
        }
        return Optional.of(
                new HttpSettings(
                        address,
                        file.isPresent()
                                ? Optional.of(Settings.path(file.get()))
                                : Optional.empty(),
                        all(
                                settings,
                                Setting.HTTP_HOST,
                                "a host name without port, such as node.example.org",
                                HttpSettings::host),
                        all(
                                settings,
                                Setting.HTTP_ORIGIN,
                                "an origin, such as https://example.org or http://localhost:3000",
                                HttpSettings::origin)));
    }

    private static List<String> all(
            Settings settings,
            Setting setting,
            String expected,
            java.util.function.UnaryOperator<String> parser)
            throws ConfigurationException {
        List<String> parsed = new ArrayList<>();
        for (Value value : settings.list(setting)) {
            parsed.add(value.parse(expected, parser));
        }
        return parsed;
    }

    /** A port alone, or after a colon, is one of loopback's. */
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon <= 0 ? "127.0.0.1" : text.substring(0, colon);
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no port");
        }
        boolean six = host.startsWith("[") && host.endsWith("]");
        if (host.contains(":") != six) {
            throw new IllegalArgumentException("an IPv6 address needs brackets");
        }
        String literal =
                host.equals("localhost")
                        ? "127.0.0.1"
                        : six ? host.substring(1, host.length() - 1) : host;
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    private static String host(String text) {
        if (!text.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?")) {
            throw new IllegalArgumentException("no host name");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String origin(String text) {
        if (!text.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/\\s\"']+")) {
            throw new IllegalArgumentException("no origin");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
