package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.page.Fetched;
import io.trawl.site.Robots;
import io.trawl.site.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * robots.txt per origin, fetched once however many ask, and again after 24 hours (RFC 9309 section 2.4). 4xx means no
 * restriction; 5xx, and 429 as with Google, complete disallow, asked again after a minute. Where the host cannot be
 * reached at all, its pages cannot either: the page then fails with that reason, and the next one asks again. What was
 * read before stands for as long as it cannot be read anew.
 */
final class RobotsCache {
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration UNREACHABLE = Duration.ofMinutes(1);
    private static final int MAX_REDIRECTS = 5;
    /** Origins remembered; beyond, the one that was not asked about for longest is forgotten. */
    private static final int MOST = 20_000;
    /** Of robots.txt of many hosts at once. On its host it counts as one more request and follows the jobs' pace. */
    private static final Pace PACE = new Pace(
            20,
            Integer.MAX_VALUE,
            0,
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Pace.Adaptive.NEVER);

    /** robots.txt of one origin, asked for or known. Who waits for it is told in the order in which he came. */
    private static final class Entry {
        final CompletableFuture<Robots> robots = new CompletableFuture<>();
        final long at;
        /** What was read before, while that may still have to do. */
        private final @Nullable Robots before;

        private volatile boolean stale;
        private final List<BiConsumer<? super @Nullable Robots, ? super @Nullable Throwable>> waiting =
                new ArrayList<>();
        private boolean told;
        private boolean claimed;

        Entry(long at, @Nullable Entry before) {
            this.at = at;
            this.before = before == null ? null : before.good();
            robots.whenComplete(this::tell);
        }

        private @Nullable Robots good() {
            Robots known = robots.isCompletedExceptionally() ? null : robots.getNow(null);
            return known != null && known.isReadable() ? known : before;
        }

        void read(Robots now) {
            stale = !now.isReadable() && before != null;
            robots.complete(stale ? java.util.Objects.requireNonNull(before) : now);
        }

        void failed(Throwable why) {
            stale = before != null;
            if (before != null) {
                robots.complete(before);
            } else {
                robots.completeExceptionally(why);
            }
        }

        boolean isFresh(Duration age) {
            if (!robots.isDone()) {
                return true;
            }
            if (robots.isCompletedExceptionally()) {
                return false;
            }
            boolean shortLived = stale || !robots.join().isReadable();
            return age.compareTo(shortLived ? UNREACHABLE : LIFE) < 0;
        }

        /** True for the first who asks: he fetches it. */
        synchronized boolean claim() {
            boolean first = !claimed;
            claimed = true;
            return first;
        }

        void then(BiConsumer<? super @Nullable Robots, ? super @Nullable Throwable> next) {
            synchronized (this) {
                if (!told) {
                    waiting.add(next);
                    return;
                }
            }
            robots.whenComplete(next);
        }

        private void tell(@Nullable Robots rules, @Nullable Throwable error) {
            List<BiConsumer<? super @Nullable Robots, ? super @Nullable Throwable>> all;
            synchronized (this) {
                told = true;
                all = List.copyOf(waiting);
                waiting.clear();
            }
            all.forEach(next -> next.accept(rules, error));
        }
    }

    private final Map<String, Entry> entries = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > MOST;
        }
    });
    private final LocalSession session;
    private final Limiter.Share share;

    RobotsCache(LocalSession session) {
        this.session = session;
        this.share = session.limiter.share(PACE, Breaker.Rule.DEFAULT, false, Long.MAX_VALUE, (host, state) -> {});
    }

    /** What is said once: the rules, or why they cannot be had. On any thread, at once where they are known. */
    void ask(URI url, boolean inside, BiConsumer<? super @Nullable Robots, ? super @Nullable Throwable> then) {
        entry(url, inside).then(then);
    }

    /** Of a URL that the user wrote, or a page of it that was read. */
    CompletableFuture<Robots> of(URI url) {
        return entry(url, session.config.privateNetwork()).robots;
    }

    /** What {@link #of} would give, where it is there already. */
    @Nullable
    Robots known(URI url) {
        Entry entry = entries.get((session.config.privateNetwork() ? "" : "outside ") + Urls.origin(url));
        return entry == null || entry.robots.isCompletedExceptionally() ? null : entry.robots.getNow(null);
    }

    /** @param inside whether the host may be on a private network; who may not ask there is not told what it said */
    private Entry entry(URI url, boolean inside) {
        String origin = Urls.origin(url);
        Entry entry = entries.compute(
                (inside ? "" : "outside ") + origin,
                (o, known) -> known != null && known.isFresh(session.clock.since(known.at))
                        ? known
                        : new Entry(session.clock.nanos(), known));
        if (entry.claim()) {
            fetch(URI.create(origin + "/robots.txt"), origin, inside, entry, 0);
        }
        return entry;
    }

    private void fetch(URI url, String origin, boolean inside, Entry entry, int redirects) {
        var ticket = new Limiter.Ticket[1];
        ticket[0] = session.limiter.ticket(
                share,
                Limiter.host(url),
                () -> exchange(url, origin, inside, entry, redirects, ticket[0]),
                open -> entry.failed(new ScrapeException(Failure.of(
                        ErrorKind.BREAKER_OPEN,
                        url.toString(),
                        Urls.host(url) + " fails and is left alone for " + io.trawl.View.seconds(open) + " more",
                        "later"))));
        ticket[0].enqueue();
    }

    private void exchange(URI url, String origin, boolean inside, Entry entry, int redirects, Limiter.Ticket ticket) {
        boolean own = inside && Urls.origin(url).equals(origin) || OwnSites.include(Urls.origin(url));
        var exchange = session.fetcher.fetch(new Fetcher.Request(url, Map.of(), own));
        var timer = session.clock.schedule(session.config.totalTimeout(), () -> {
            exchange.result().completeExceptionally(new java.util.concurrent.TimeoutException());
            exchange.abort().run();
        });
        exchange.result().whenComplete((fetched, error) -> {
            timer.cancel();
            ticket.release();
            if (error != null) {
                entry.failed(Failures.exception(error, url.toString()));
            } else if (Hops.isRedirect(fetched.status()) && redirects < MAX_REDIRECTS) {
                Urls.resolve(url, Hops.location(fetched))
                        .ifPresentOrElse(
                                to -> fetch(URI.create(to), origin, inside, entry, redirects + 1),
                                () -> entry.read(Robots.unavailable("it redirects to nowhere")));
            } else {
                session.cpu.execute(() -> entry.read(read(fetched)));
            }
        });
    }

    private Robots read(Fetched fetched) {
        int status = fetched.status();
        if (status >= 500 || status == 429) {
            return Robots.unreachable("it answered " + status);
        }
        if (status >= 300) {
            // Section 2.3.1.2: five redirects are followed.
            return Robots.unavailable(
                    status < 400 ? "more than " + MAX_REDIRECTS + " redirects" : "it answered " + status);
        }
        try {
            return Robots.parse(Decoding.decode(fetched, session.config.maxDecompressed()), session.config.product());
        } catch (RuntimeException e) {
            return Robots.unreachable(String.valueOf(e.getMessage()));
        }
    }
}
