package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.site.Urls;
import io.trawl.store.JournalException;
import io.trawl.store.JournalReader;
import io.trawl.store.Secrets;
import io.trawl.store.SeenSet;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pages that a job leaves out because they were scraped before, by canonical URL. Thread-safe once it is loaded. */
final class Seen implements AutoCloseable {
    static final Seen NOTHING = new Seen(url -> url.toString());
    private static final int IN_HEAP = 2_000_000;

    private interface Part {
        boolean has(String url, @Nullable String key) throws Exception;
    }

    private record Named(String name, Part part, @Nullable SeenSet set) {}

    private final Function<URI, String> key;
    private final List<Named> parts = new ArrayList<>();

    private Seen(Function<URI, String> key) {
        this.key = key;
    }

    /**
     * Reads files and asks databases.
     *
     * @param key by which two URLs are one page
     * @throws ScrapeException of kind CHECKPOINT where that cannot be done
     */
    static Seen load(LocalSession session, List<Before> what, Function<URI, String> key) {
        var seen = new Seen(key);
        try {
            for (Before one : what) {
                seen.add(one, session);
            }
            return seen;
        } catch (RuntimeException e) {
            seen.close();
            throw e;
        }
    }

    private void add(Before one, LocalSession session) {
        if (one instanceof Before.Test test) {
            parts.add(new Named(one.shown(), (url, k) -> test.isSeen().apply(url), null));
            return;
        }
        var set = new SeenSet(session.home.scratch(), IN_HEAP);
        parts.add(new Named(one.shown(), (url, k) -> k != null && set.contains(SeenSet.fingerprint(k)), set));
        Consumer<String> into = url -> {
            String k = keyOf(url);
            if (k != null) {
                set.add(SeenSet.fingerprint(k));
            }
        };
        if (one instanceof Before.Given given) {
            given.urls().forEach(into);
        } else if (one instanceof Before.Query query) {
            ask(query, into);
        } else if (one instanceof Before.Recorded recorded) {
            read(recorded, session.clock.now(), into);
        }
    }

    private static void ask(Before.Query query, Consumer<String> into) {
        try {
            query.query().run(into);
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    /** What came through, and is not too old: what failed may come through today. */
    private static void read(Before.Recorded recorded, Instant now, Consumer<String> into) {
        try {
            JournalReader.open(recorded.checkpoint(), Secrets.UNKNOWN).pages((found, ended) -> {
                var page = ended == null ? null : ended.page();
                if (page == null || ended.failure() != null) {
                    return;
                }
                boolean old = recorded.maxAge() != null && page.at().isBefore(now.minus(recorded.maxAge()));
                if (!old) {
                    into.accept(found.url());
                    into.accept(page.url());
                }
            });
        } catch (JournalException e) {
            throw unreadable(e);
        }
    }

    private static ScrapeException unreadable(JournalException e) {
        return new ScrapeException(Failure.of(ErrorKind.CHECKPOINT, "", "seen(…): " + e.getMessage(), e.advice()), e);
    }

    /** Null where it is no URL: then it never was scraped. */
    private @Nullable String keyOf(String url) {
        try {
            return key.apply(Urls.parse(url));
        } catch (ScrapeException e) {
            return null;
        }
    }

    /**
     * Why a page is left out; null where it is not.
     *
     * @throws ScrapeException of kind PARSE where a function of the user throws
     */
    @Nullable
    Failure of(String url) {
        if (parts.isEmpty()) {
            return null;
        }
        String k = keyOf(url);
        for (Named one : parts) {
            if (has(one.part, url, k)) {
                String shown = Urls.shown(url);
                return Failure.of(ErrorKind.DUPLICATE, shown, shown + " was scraped before: " + one.name, "");
            }
        }
        return null;
    }

    private static boolean has(Part part, String url, @Nullable String key) {
        try {
            return part.has(url, key);
        } catch (ScrapeException e) {
            throw e;
        } catch (Exception e) {
            throw new ScrapeException(
                    Failure.of(
                            ErrorKind.PARSE,
                            Urls.shown(url),
                            "the function of seen(…) threw " + e,
                            "a function that answers true or false for each URL"),
                    e);
        }
    }

    /** {@code docs.trawl: 120 URLs; a function}. */
    @Override
    public String toString() {
        return parts.stream()
                .map(part -> part.name + (part.set == null ? "" : ": " + part.set.size() + " URLs"))
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        parts.stream().map(Named::set).filter(Objects::nonNull).forEach(SeenSet::close);
    }
}
