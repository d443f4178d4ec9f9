package io.trawl.site;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the hrefs of one page absolute: the base is read once, and an href that holds nothing to be resolved, encoded or
 * refused, as most do not, is only put behind the base's origin or folder. Immutable.
 */
public final class Resolver {
    /** Stands in paths and queries as it is. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            PLAIN[c] = Character.isLetterOrDigit(c);
        }
        "-._~!$&()*+,;=/?".chars().forEach(c -> PLAIN[c] = true);
    }

    private final @Nullable Url base;
    private final String origin;
    private final String folder;

    private Resolver(@Nullable Url base, String origin, String folder) {
        this.base = base;
        this.origin = origin;
        this.folder = folder;
    }

    /** @param base null where it is no URL: then only absolute ones can be read */
    static Resolver of(@Nullable Url base) {
        try {
            if (base != null) {
                String here = Urls.strict(new Url(
                        base.scheme(),
                        base.user(),
                        base.password(),
                        base.host(),
                        base.port(),
                        base.path(),
                        null,
                        null));
                int path = here.indexOf('/', base.scheme().length() + 3);
                return new Resolver(base, here.substring(0, path), here.substring(0, here.lastIndexOf('/') + 1));
            }
        } catch (Url.Invalid e) {
            // Nothing can be put behind it.
        }
        return new Resolver(base, "", "");
    }

    /** An href, absolute; empty where it leads to nothing that can be fetched. */
    public Optional<String> resolve(String href) {
        if (href.length() > Urls.MAX_LENGTH || notFetched(href)) {
            return Optional.empty();
        }
        String plain = plainly(href);
        return plain == null ? fully(href) : Optional.of(plain);
    }

    /** As the standard has it, whatever there is to be done. */
    Optional<String> fully(String href) {
        try {
            return Optional.of(Urls.strict(Url.parse(href, base)));
        } catch (Url.Invalid e) {
            return Optional.empty();
        }
    }

    /** The same for an href to which nothing is to be done; null for any other. */
    private @Nullable String plainly(String href) {
        if (origin.isEmpty() || href.isEmpty()) {
            return null;
        }
        char first = href.charAt(0);
        if (first == '/') {
            boolean path = href.length() == 1 || href.charAt(1) != '/';
            return path && isPlain(href, 0) ? origin + href : null;
        }
        if (href.startsWith(origin)) {
            boolean path = href.length() > origin.length() && href.charAt(origin.length()) == '/';
            return path && isPlain(href, origin.length()) ? href : null;
        }
        boolean name = first < 128 && Character.isLetterOrDigit(first);
        return name && isPlain(href, 0) ? folder + href : null;
    }

    /** No segment begins with a dot: it might be one that is resolved. */
    private static boolean isPlain(String href, int from) {
        char before = '/';
        for (int i = from; i < href.length(); i++) {
            char c = href.charAt(i);
            if (c > 127 || !PLAIN[c] || c == '.' && before == '/') {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** The most frequent of what is no link, told without an exception. */
    private static boolean notFetched(String href) {
        return href.startsWith("javascript:") || href.startsWith("mailto:") || href.startsWith("data:");
    }
}
