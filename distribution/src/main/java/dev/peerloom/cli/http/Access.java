package dev.peerloom.cli.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may ask over HTTP. A page in a browser can send requests to this machine, and a name that its
 * author owns can be made to stand for 127.0.0.1 (DNS rebinding): so the host that a request names
 * must be an address, localhost, or on a list, and the page that it comes from our own or on
 * another list. Immutable.
 */
final class Access {
    private static final String BEARER = "Bearer ";

    private final Set<String> hosts;
    private final Set<String> origins;
    private final Optional<byte[]> tokenDigest;

    /** A request that is refused: the HTTP status and why. */
    record Refusal(int status, String message) {}

    /**
     * Who may ask.
     *
     * @param hosts names that requests may be for, besides addresses and localhost
     * @param origins the pages in browsers that may ask, as {@code https://example.org}
     * @param token what every request must know, if anything
     */
    Access(Collection<String> hosts, Collection<String> origins, Optional<String> token) {
        this.hosts = lowerCase(hosts);
        this.origins = lowerCase(origins);
        this.tokenDigest = token.map(Access::digest);
    }

    private static Set<String> lowerCase(Collection<String> texts) {
        return texts.stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Why a request is refused, whatever it asks for.
     *
     * @param host the values of its Host header
     * @param origin that of its Origin header
     */
    Optional<Refusal> refuse(List<String> host, Optional<String> origin) {
        if (host.size() != 1 || !isAllowedHost(host.getFirst())) {
            return Optional.of(
                    new Refusal(403, "requests for this host name are refused; see --http-host"));
        }
        if (origin.isPresent() && !isAllowedOrigin(origin.get(), host.getFirst())) {
            return Optional.of(
                    new Refusal(403, "requests of this origin are refused; see --http-origin"));
        }
        return Optional.empty();
    }

    /**
     * Why a request that asks for more than whether the node lives is refused.
     *
     * @param authorization the values of its Authorization header
     */
    Optional<Refusal> refuseWithoutToken(List<String> authorization) {
        if (tokenDigest.isEmpty()) {
            return Optional.empty();
        }
        boolean known =
                authorization.size() == 1
                        && authorization.getFirst().startsWith(BEARER)
                        && isToken(authorization.getFirst().substring(BEARER.length()));
        return known
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                401,
                                "this needs the header 'Authorization: Bearer' with the token of"
                                        + " --http-token-file"));
    }

    /** Whether there is a token to know. */
    boolean needsToken() {
        return tokenDigest.isPresent();
    }

    /** Whether pages of another origin may see answers. */
    boolean isListedOrigin(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Digests of equal length are compared: the time says nothing of the token, or its length. */
    private boolean isToken(String text) {
        return MessageDigest.isEqual(digest(text.strip()), tokenDigest.orElseThrow());
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private boolean isAllowedHost(String header) {
        String name = nameOf(header).toLowerCase(Locale.ROOT);
        return name.equals("localhost") || hosts.contains(name) || isAddress(name);
    }

    /** Our own pages have the host in their origin that the request names; that was checked. */
    private boolean isAllowedOrigin(String origin, String host) {
        String page = origin.toLowerCase(Locale.ROOT);
        String own = host.toLowerCase(Locale.ROOT);
        return origins.contains(page)
                || page.equals("http://" + own)
                || page.equals("https://" + own);
    }

    /** Without the port; an IPv6 address keeps its brackets. */
    private static String nameOf(String header) {
        int end = header.lastIndexOf(':');
        boolean port = end > header.lastIndexOf(']');
        return port ? header.substring(0, end) : header;
    }

    private static boolean isAddress(String name) {
        boolean six = name.startsWith("[") && name.endsWith("]");
        String literal = six ? name.substring(1, name.length() - 1) : name;
        if (six != literal.contains(":")) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(literal).getHostAddress().isEmpty();
        } catch (IllegalArgumentException e) {
            // A name: whoever owns it says what it stands for.
            return false;
        }
    }
}
