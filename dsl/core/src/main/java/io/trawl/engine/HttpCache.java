package io.trawl.engine;

import io.trawl.CacheMode;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.engine.CacheFiles.Stored;
import io.trawl.page.Fetched;
import io.trawl.site.Urls;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The network behind a private cache (RFC 9111) on disk. Equal requests at the same time are one exchange. Ours and not
 * the client's own module, because what is fresh must be known before a permit is taken: it needs neither a permit of
 * its host nor its spacing. Files are read and written on a pool of its own. Thread-safe.
 */
final class HttpCache implements Fetcher {
    private static final long MOST_BYTES = 2_000_000_000;
    /** What a 304 may not change: it describes the body that is stored (section 3.2). */
    private static final List<String> OF_THE_BODY = List.of("content-encoding", "content-length", "content-range");

    private final Fetcher network;
    private final CacheFiles files;
    private final CacheMode mode;
    private final Clock clock;
    private final Executor pool;
    private final Map<String, CompletableFuture<Fetched>> flights = new ConcurrentHashMap<>();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong validated = new AtomicLong();

    HttpCache(Fetcher network, Config.Cache cache, Clock clock) {
        this.network = network;
        this.files = new CacheFiles(cache.folder(), MOST_BYTES);
        this.mode = cache.mode();
        this.clock = clock;
        this.pool = clock.executor(() -> Threads.pool("trawl-cache", 2));
    }

    /** What the plan says of this request (section 5.2.1). */
    private static Map<String, String> wishes(Request request) {
        return request.headers().entrySet().stream()
                .filter(h -> h.getKey().equalsIgnoreCase("cache-control"))
                .map(h -> Freshness.directives(List.of(h.getValue())))
                .findFirst()
                .orElse(Map.of());
    }

    private boolean isUsable(@Nullable Stored stored, Request request) {
        if (stored == null || mode == CacheMode.REFRESH) {
            return false;
        }
        var wishes = wishes(request);
        return mode == CacheMode.OFFLINE
                || !wishes.containsKey("no-cache")
                        && !wishes.containsKey("no-store")
                        && stored.freshness().isFresh(clock.now(), wishes);
    }

    @Override
    public CompletableFuture<Boolean> resolve(Request request) {
        var result = new CompletableFuture<Boolean>();
        onDisk(result, () -> {
            if (isUsable(files.read(CacheFiles.key(request)), request)) {
                result.complete(true);
            } else if (mode == CacheMode.OFFLINE) {
                result.completeExceptionally(missing(request));
            } else {
                network.resolve(request).whenComplete((local, error) -> settle(result, local, error));
            }
        });
        return result;
    }

    private static ScrapeException missing(Request request) {
        return new ScrapeException(new Failure(
                ErrorKind.UNSUPPORTED,
                Urls.shown(request.url().toString()),
                0,
                0,
                "cache",
                "the page is not in the cache, and the session is offline",
                "run it once with cache(folder), without OFFLINE",
                null));
    }

    @Override
    public Exchanging fetch(Request request) {
        var attempt = new Attempt(request);
        onDisk(attempt.result, attempt::begin);
        return new Exchanging(attempt.result, attempt::abort, attempt::trace);
    }

    private void onDisk(CompletableFuture<?> result, Runnable work) {
        try {
            pool.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (java.util.concurrent.RejectedExecutionException closed) {
            result.cancel(false);
        }
    }

    private static <T> void settle(CompletableFuture<T> result, @Nullable T value, @Nullable Throwable error) {
        if (error == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(error);
        }
    }

    /** One request, from the disk, from the exchange of another, or from the network. */
    private final class Attempt {
        private final Request request;
        private final String key;
        private final CompletableFuture<Fetched> result = new CompletableFuture<>();
        private final Trace trace = new Trace(clock);
        private @Nullable Exchanging exchange;
        private boolean aborted;

        Attempt(Request request) {
            this.request = request;
            this.key = CacheFiles.key(request);
        }

        void begin() {
            Stored stored = files.read(key);
            if (stored != null && (request.local() || isUsable(stored, request))) {
                hits.incrementAndGet();
                trace.spoke("cache");
                trace.end();
                result.complete(stored.fetched());
                return;
            }
            if (mode == CacheMode.OFFLINE) {
                result.completeExceptionally(missing(request));
                return;
            }
            var mine = new CompletableFuture<Fetched>();
            var running = flights.putIfAbsent(key, mine);
            if (running == null) {
                mine.whenComplete((fetched, error) -> flights.remove(key, mine));
                result.whenComplete((fetched, error) -> settle(mine, fetched, error));
                ask(stored);
            } else {
                // Whatever became of it: what it stored is there now, or it is our turn.
                running.whenComplete((fetched, error) -> onDisk(result, this::begin));
            }
        }

        private synchronized void ask(@Nullable Stored stored) {
            if (aborted) {
                return;
            }
            var headers = new HashMap<>(request.headers());
            boolean conditional = stored != null && mode != CacheMode.REFRESH;
            if (conditional) {
                headers.putAll(stored.freshness().validators());
            }
            Instant asked = clock.now();
            exchange = network.fetch(new Request(request.url(), headers, request.inside(), false, request.maxBody()));
            exchange.result()
                    .whenComplete((fetched, error) -> onDisk(result, () -> {
                        if (error != null) {
                            failed(stored, error);
                        } else {
                            answered(fetched, stored, asked);
                        }
                    }));
        }

        private void failed(@Nullable Stored stored, Throwable error) {
            if (stored != null && stored.freshness().mayStandIn(clock.now())) {
                hits.incrementAndGet();
                result.complete(stored.fetched());
            } else {
                result.completeExceptionally(error);
            }
        }

        private void answered(Fetched fetched, @Nullable Stored stored, Instant asked) {
            if (fetched.status() == 304 && stored != null) {
                validated.incrementAndGet();
                var updated = new Stored(renewed(stored.fetched(), fetched), asked);
                files.write(key, updated);
                result.complete(updated.fetched());
            } else if (fetched.status() >= 500
                    && stored != null
                    && stored.freshness().mayStandIn(clock.now())) {
                hits.incrementAndGet();
                result.complete(stored.fetched());
            } else {
                boolean store = Freshness.of(fetched, asked).mayBeStored()
                        && !wishes(request).containsKey("no-store");
                if (store) {
                    files.write(key, new Stored(fetched, asked));
                }
                result.complete(fetched);
            }
        }

        private static Fetched renewed(Fetched old, Fetched news) {
            var headers = new HashMap<>(old.headers());
            news.headers().forEach((name, values) -> {
                if (!OF_THE_BODY.contains(name)) {
                    headers.put(name, values);
                }
            });
            return new Fetched(
                    old.requestedUrl(), old.url(), old.status(), headers, old.body(), news.at(), news.elapsed());
        }

        synchronized Trace trace() {
            return exchange == null ? trace : exchange.trace().get();
        }

        void abort() {
            Exchanging running;
            synchronized (this) {
                aborted = true;
                running = exchange;
            }
            if (running != null) {
                running.abort().run();
            }
            result.cancel(false);
        }
    }

    @Override
    public Session.Gauges gauges(int inFlight) {
        var g = network.gauges(inFlight);
        return new Session.Gauges(
                g.inFlight(),
                g.connectionsInUse(),
                g.connectionsIdle(),
                g.answersOnNewConnections(),
                g.answersOnReusedConnections(),
                hits.get(),
                validated.get());
    }

    @Override
    public void close() {
        network.close();
        Threads.stop(pool);
    }
}
