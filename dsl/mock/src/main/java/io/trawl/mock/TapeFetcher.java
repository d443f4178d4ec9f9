package io.trawl.mock;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.engine.Clock;
import io.trawl.engine.Decoding;
import io.trawl.engine.Fetcher;
import io.trawl.engine.Trace;
import io.trawl.page.Fetched;
import io.trawl.site.Urls;
import io.trawl.store.Secrets;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A network that is recorded, or a recording in place of one. Written to by one thread, before the exchange is over. */
final class TapeFetcher implements Fetcher {
    /** Of a body that is written decoded. */
    private static final long MOST = 50_000_000;

    private static final String RESOLVE = "resolve";

    private final Tape tape;
    private final Cassette.Mode mode;
    private final Fetcher network;
    private final Clock clock;
    private final Function<Request, Secrets> secrets;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(body -> {
        var thread = new Thread(body, "trawl-cassette");
        thread.setDaemon(true);
        return thread;
    });

    TapeFetcher(Tape tape, Cassette.Mode mode, Fetcher network, Clock clock, Function<Request, Secrets> secrets) {
        this.tape = tape;
        this.mode = mode;
        this.network = network;
        this.clock = clock;
        this.secrets = secrets;
    }

    private String key(Request request) {
        return secrets.apply(request).stars(request.url().toString());
    }

    private boolean isReplayed(String url) {
        return mode == Cassette.Mode.REPLAY || mode == Cassette.Mode.RECORD_NEW && tape.has(url);
    }

    private ScrapeException missing(String url) {
        return new ScrapeException(new Failure(
                ErrorKind.UNSUPPORTED,
                url,
                0,
                0,
                "cassette",
                "not on the cassette " + tape.file() + ", and nothing else is asked",
                "record it: Cassette.session(path, RECORD_NEW, options) adds what is missing",
                null));
    }

    @Override
    public CompletableFuture<Boolean> resolve(Request request) {
        String url = key(request);
        if (!isReplayed(url)) {
            var result = new CompletableFuture<Boolean>();
            network.resolve(request).whenComplete((atHand, error) -> {
                if (error == null) {
                    result.complete(atHand);
                } else {
                    write(request, null, error, () -> result.completeExceptionally(error), result);
                }
            });
            return result;
        }
        // Else robots.txt may say that it was never to be asked for.
        if (!tape.has(url) && !tape.has(Urls.origin(request.url()) + "/robots.txt")) {
            return CompletableFuture.failedFuture(missing(url));
        }
        if (tape.failsIn(url, RESOLVE)) {
            return CompletableFuture.failedFuture(failure(tape.next(url)));
        }
        return CompletableFuture.completedFuture(false);
    }

    private static ScrapeException failure(Tape.@Nullable Entry entry) {
        return new ScrapeException(java.util.Objects.requireNonNull(
                java.util.Objects.requireNonNull(entry).failure()));
    }

    @Override
    public Exchanging fetch(Request request) {
        String url = key(request);
        return isReplayed(url) ? replay(url, request) : record(request);
    }

    private Exchanging replay(String url, Request request) {
        var trace = new Trace(clock);
        trace.spoke("cassette");
        trace.end();
        var result = new CompletableFuture<Fetched>();
        Tape.Entry entry = tape.next(url);
        if (entry == null) {
            result.completeExceptionally(missing(url));
        } else if (entry.answer() == null) {
            result.completeExceptionally(failure(entry));
        } else {
            Fetched then = entry.answer();
            String asked = request.url().toString();
            result.complete(
                    new Fetched(asked, asked, then.status(), then.headers(), then.body(), clock.now(), then.elapsed()));
        }
        return new Exchanging(result, () -> {}, () -> trace);
    }

    private Exchanging record(Request request) {
        var exchange = network.fetch(request);
        var result = new CompletableFuture<Fetched>();
        exchange.result().whenComplete((fetched, error) -> {
            Runnable end = () -> {
                if (error == null) {
                    result.complete(fetched);
                } else {
                    result.completeExceptionally(error);
                }
            };
            if (result.isDone() || error != null && cause(error) == null) {
                // It was given up: that says nothing about the site.
                end.run();
            } else {
                write(request, fetched, error, end, result);
            }
        });
        Runnable abort = () -> {
            exchange.abort().run();
            result.cancel(false);
        };
        result.whenComplete((fetched, error) -> {
            if (cause(error) != null && !exchange.result().isDone()) {
                // Its time was up.
                write(request, null, error, () -> {}, result);
            }
        });
        return new Exchanging(result, abort, exchange.trace());
    }

    /** What is told after it is written, on a thread that may wait for a disk. */
    private void write(
            Request request,
            @Nullable Fetched fetched,
            @Nullable Throwable error,
            Runnable then,
            CompletableFuture<?> result) {
        try {
            writer.execute(() -> {
                try {
                    ScrapeException failed = cause(error);
                    if (fetched != null || failed != null) {
                        Failure failure = failed == null ? null : failed.failure();
                        tape.add(
                                new Tape.Entry(key(request), fetched == null ? null : decoded(fetched), failure),
                                request.headers(),
                                secrets.apply(request));
                    }
                    then.run();
                } catch (IOException | RuntimeException e) {
                    result.completeExceptionally(new ScrapeException(
                            Failure.of(
                                    ErrorKind.UNKNOWN,
                                    key(request),
                                    "the cassette " + tape.file() + " cannot be written: " + e.getMessage(),
                                    "a file that can be written"),
                            e));
                }
            });
        } catch (RejectedExecutionException closed) {
            result.cancel(false);
        }
    }

    private static @Nullable ScrapeException cause(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        return cause instanceof ScrapeException typed ? typed : null;
    }

    /** A body that cannot be decoded stays as it came. */
    private static Fetched decoded(Fetched fetched) {
        if (!fetched.headers().containsKey("content-encoding")) {
            return fetched;
        }
        try {
            byte[] body = Decoding.decode(fetched, MOST);
            Map<String, java.util.List<String>> headers = new HashMap<>(fetched.headers());
            headers.remove("content-encoding");
            headers.remove("content-length");
            return new Fetched(
                    fetched.requestedUrl(),
                    fetched.url(),
                    fetched.status(),
                    headers,
                    body,
                    fetched.at(),
                    fetched.elapsed());
        } catch (ScrapeException e) {
            return fetched;
        }
    }

    @Override
    public Session.Gauges gauges(int inFlight) {
        return network.gauges(inFlight);
    }

    @Override
    public void close() {
        network.close();
        writer.shutdown();
        try {
            writer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tape.close();
    }
}
