package io.trawl.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieIdentityComparator;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.impl.cookie.BasicClientCookie;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of a session, a jar per registrable domain (public suffix list), since no cookie reaches beyond one: so a
 * request looks through its own site's cookies and not through all. What may be set and sent is for {@link CookieRules} to
 * say. Bounded, against sites that set cookies without end. Thread-safe.
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

    /** Whether a cookie may be for all hosts of a domain: not of an address, nor of a public suffix. */
    static boolean mayBeShared(String domain) {
        return Names.literal(domain) == null && SUFFIXES.getDomainRoot(domain) != null;
    }

    /** Keeps as much as browsers do. */
    private static final class Jar extends BasicCookieStore {
        private static final int MOST = 180;
        private static final int LONGEST = 4_096;

        @Override
        public void addCookie(@Nullable Cookie cookie) {
            if (cookie == null || size(cookie) > LONGEST) {
                return;
            }
            List<Cookie> kept = getCookies();
            Cookie before = kept.stream()
                    .filter(c -> CookieIdentityComparator.INSTANCE.compare(c, cookie) == 0)
                    .findFirst()
                    .orElse(null);
            if (before != null && cookie instanceof BasicClientCookie newer) {
                // RFC 6265 section 5.3: what takes the place of an old one is as old.
                newer.setCreationDate(before.getCreationInstant());
            }
            if (before != null || kept.size() < MOST) {
                super.addCookie(cookie);
            }
        }

        private static int size(Cookie cookie) {
            String value = cookie.getValue();
            return cookie.getName().length() + (value == null ? 0 : value.length());
        }
    }
}
