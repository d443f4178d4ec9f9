package io.trawl.engine;

import io.trawl.page.Fetched;
import io.trawl.site.Urls;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The redirects of one page: not in circles, not for ever, and with each change of origin something is lost that the
 * first origin was given. Not thread-safe.
 */
final class Hops {
    static final int MOST = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Map<String, String> headers;
    private final Set<String> visited = new HashSet<>();
    private boolean fromUser;
    private @Nullable URI written;
    private long maxBody;
    private int count;

    /** @param headers to begin with */
    Hops(Map<String, String> headers) {
        this.headers = new LinkedHashMap<>(headers);
    }

    /** Bytes that a body may have, packed or not, whatever the session allows to a page. */
    void maxBody(long bytes) {
        maxBody = bytes;
    }

    long maxBodyOr(long others) {
        return maxBody > 0 ? maxBody : others;
    }

    Fetcher.Request request(URI url, boolean local) {
        return new Fetcher.Request(url, headers, inside(url), local, maxBody);
    }

    /** @param url that the user wrote, who may mean a host of his own network; null for the first of the page */
    void from(@Nullable URI url) {
        fromUser = true;
        written = url;
    }

    /** The first URL of the page, which it gives back. */
    URI begin(URI first) {
        if (fromUser && written == null) {
            written = first;
        }
        return first;
    }

    static boolean isRedirect(int status) {
        return REDIRECTS.contains(status);
    }

    /** Where a response leads to, as it says; headers are octets, and what is UTF-8 among them is meant to be that. */
    static String location(Fetched fetched) {
        String location = fetched.header("location");
        if (location.chars().anyMatch(c -> c > 255)) {
            return location;
        }
        try {
            var octets = ByteBuffer.wrap(location.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (CharacterCodingException e) {
            return location;
        }
    }

    /** Whether the address of this URL may be a private one (design: never by link or redirect from elsewhere). */
    boolean inside(URI url) {
        return written != null && sameSite(written, url) || OwnSites.include(Urls.origin(url));
    }

    /** Why {@code from} must not lead to {@code to}, or null; counts it where it may. */
    @Nullable
    String take(URI from, String to) {
        if (to.isEmpty()) {
            return "redirected to nothing that can be fetched";
        }
        if (!visited.add(Urls.key(from)) || visited.contains(Urls.key(Urls.parse(to)))) {
            return "redirected in a circle";
        }
        if (++count > MOST) {
            return "more than " + MOST + " redirects";
        }
        if (written != null && !sameSite(written, Urls.parse(to))) {
            written = null;
        }
        return null;
    }

    /** The same origin, or the same host upgraded to https. */
    private static boolean sameSite(URI one, URI other) {
        return Urls.origin(one).equals(Urls.origin(other))
                || Urls.host(one).equals(Urls.host(other))
                        && Urls.port(one) < 0
                        && Urls.port(other) < 0
                        && other.getScheme().equals("https");
    }

    /** What may go to another origin: all other headers of a plan may be credentials, whatever their name. */
    void dropCredentials() {
        headers.keySet().removeIf(h -> !HARMLESS.contains(h.toLowerCase(java.util.Locale.ROOT)));
    }

    private static final Set<String> HARMLESS =
            Set.of("accept", "accept-language", "cache-control", "dnt", "pragma", "referer", "user-agent");
}
