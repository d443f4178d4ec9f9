package io.trawl.engine;

import io.trawl.site.Urls;
import java.net.URI;
import java.util.HashSet;
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

    private final Set<String> visited = new HashSet<>();
    private @Nullable URI written;
    private int count;

    /** This URL was written by the user, who may mean a host of his own network. */
    void written(URI url) {
        written = url;
    }

    static boolean isRedirect(int status) {
        return REDIRECTS.contains(status);
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
    static void dropCredentials(Map<String, String> headers) {
        headers.keySet().removeIf(h -> !HARMLESS.contains(h.toLowerCase(java.util.Locale.ROOT)));
    }

    private static final Set<String> HARMLESS =
            Set.of("accept", "accept-language", "cache-control", "dnt", "pragma", "referer", "user-agent");
}
