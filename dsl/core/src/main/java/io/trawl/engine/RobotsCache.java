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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * robots.txt per origin, fetched once however many ask (RFC 9309 section 2.4: kept for at most 24 hours). 4xx means no
 * restriction, 5xx complete disallow for a minute. Where the host cannot be reached at all, its pages cannot either: the
 * page then fails with that reason, and the next one asks again.
 */
final class RobotsCache {
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration UNREACHABLE = Duration.ofMinutes(1);
    private static final int MAX_REDIRECTS = 5;
    /** Of robots.txt of many hosts at once. On its host it counts as one more request and follows the jobs' pace. */
    private static final Pace PACE =
            new Pace(20, Integer.MAX_VALUE, 0, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** robots.txt of one origin, asked for or known. Who waits for it is told in the order in which he came. */
    private static final class Entry {
        final CompletableFuture<Robots> robots = new CompletableFuture<>();
        final long at;
        private final List<BiConsumer<? super @Nullable Robots, ? super @Nullable Throwable>> waiting =
                new ArrayList<>();
        private boolean told;
        private boolean claimed;

        Entry(long at) {
            this.at = at;
            robots.whenComplete(this::tell);
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

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
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

    /** @param inside whether the host may be on a private network; who may not ask there is not told what it said */
    private Entry entry(URI url, boolean inside) {
        String origin = Urls.origin(url);
        Entry entry = entries.compute(
                (inside ? "" : "outside ") + origin,
                (o, known) -> known != null && isFresh(known) ? known : new Entry(session.clock.nanos()));
        if (entry.claim()) {
            fetch(URI.create(origin + "/robots.txt"), origin, inside, entry.robots, 0);
        }
        return entry;
    }

    private boolean isFresh(Entry entry) {
        if (entry.robots.isCompletedExceptionally()) {
            return false;
        }
        Duration life = entry.robots.getNow(Robots.ALLOW_ALL) == Robots.DISALLOW_ALL ? UNREACHABLE : LIFE;
        return session.clock.since(entry.at).compareTo(life) < 0;
    }

    private void fetch(URI url, String origin, boolean inside, CompletableFuture<Robots> robots, int redirects) {
        var ticket = new Limiter.Ticket[1];
        ticket[0] = session.limiter.ticket(
                share,
                Limiter.host(url),
                () -> exchange(url, origin, inside, robots, redirects, ticket[0]),
                open -> robots.completeExceptionally(new ScrapeException(Failure.of(
                        ErrorKind.BREAKER_OPEN,
                        url.toString(),
                        url.getHost() + " fails and is left alone for " + io.trawl.View.seconds(open) + " more",
                        "later"))));
        ticket[0].enqueue();
    }

    private void exchange(
            URI url,
            String origin,
            boolean inside,
            CompletableFuture<Robots> robots,
            int redirects,
            Limiter.Ticket ticket) {
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
                robots.completeExceptionally(Failures.exception(error, url.toString()));
            } else if (fetched.status() / 100 == 3 && redirects < MAX_REDIRECTS) {
                Urls.resolve(url, fetched.header("location"))
                        .ifPresentOrElse(
                                to -> fetch(URI.create(to), origin, inside, robots, redirects + 1),
                                () -> robots.complete(Robots.ALLOW_ALL));
            } else {
                session.cpu.execute(() -> robots.complete(read(fetched)));
            }
        });
    }

    private Robots read(Fetched fetched) {
        int status = fetched.status();
        if (status >= 500) {
            return Robots.DISALLOW_ALL;
        }
        if (status >= 300) {
            return Robots.ALLOW_ALL;
        }
        try {
            String product = session.config.userAgent().split("[/\\s]", 2)[0];
            return Robots.parse(Decoding.decode(fetched, Robots.MAX_BYTES * 10L), product);
        } catch (RuntimeException e) {
            return Robots.DISALLOW_ALL;
        }
    }
}
