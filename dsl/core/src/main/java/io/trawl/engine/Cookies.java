package io.trawl.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of a session, a jar per registrable domain (public suffix list), since no cookie reaches beyond one: so a
 * request looks through its own site's cookies and not through all. What may be set and sent is the client's to decide
 * (RFC 6265). Bounded, against sites that set cookies without end. Thread-safe.
 */
final class Cookies {
    private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();
    private static final int MOST_SITES = 10_000;

    private final Map<String, CookieStore> jars = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CookieStore> eldest) {
            return size() > MOST_SITES;
        }
    };

    /** The jar of a host's site. */
    synchronized CookieStore of(String host) {
        return jars.computeIfAbsent(site(host), s -> new Jar());
    }

    /** The registrable domain; the host itself where it is an address, or has none. */
    private static String site(String host) {
        if (Names.literal(host) != null) {
            return host;
        }
        @Nullable String root = SUFFIXES.getDomainRoot(host);
        return root == null ? host : root;
    }

    /** Keeps as much as browsers do. */
    private static final class Jar extends BasicCookieStore {
        private static final int MOST = 180;
        private static final int LONGEST = 4_096;

        @Override
        public void addCookie(@Nullable Cookie cookie) {
            if (cookie != null && size(cookie) <= LONGEST && getCookies().size() < MOST) {
                super.addCookie(cookie);
            }
        }

        private static int size(Cookie cookie) {
            String value = cookie.getValue();
            return cookie.getName().length() + (value == null ? 0 : value.length());
        }
    }
}
