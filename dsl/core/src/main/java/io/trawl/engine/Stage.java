package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.Fn;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.Sink;
import io.trawl.page.Records;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What becomes of a page: none, one or many outcomes, and what sinks get of them on the way. Part of a plan: a job
 * {@linkplain #open opens} it, since some stages remember.
 *
 * @param sinks in the order in which the plan names them
 * @param calls how many calls {@code mapAsync} may have under way
 * @param asCompleted whether pages are told of in the order in which they end, not in that of the input
 * @param names the stages so far
 */
record Stage<T>(Opening<T> opening, List<Sink<?>> sinks, int calls, boolean asCompleted, List<Named> names) {

    /**
     * A stage as the plan's JSON has it.
     *
     * @param travels false where a function or a sink of this program does it, of which no other process can know
     */
    record Named(String stage, boolean travels) {}

    interface Opening<T> {
        Step<T> open(StageContext job);
    }

    /** Begun on the CPU pool; never throws and its future never fails: what goes wrong is an outcome. */
    interface Step<T> {
        CompletableFuture<List<Outcome<T>>> apply(Input page);
    }

    /**
     * A page on its way through the stages.
     *
     * @param index of the page among those of the job
     * @param written the URL of the user's that led to it
     * @param tapped what each sink gets of it
     */
    record Input(int index, Document page, Supplier<URI> written, List<List<Object>> tapped) {}

    /** What a page became: its outcomes, and the values for each sink. */
    record Made<T>(List<Outcome<T>> outcomes, List<List<Object>> tapped) {
        static <T> Made<T> failed(Failure why) {
            return new Made<>(List.of(Outcome.failed(why)), List.of());
        }
    }

    /** The stages of one job. */
    interface Opened<T> {
        CompletableFuture<Made<T>> apply(int index, Document page, Supplier<URI> written);
    }

    /** A change of one value. */
    private interface Change<T, U> {
        Iterable<? extends Outcome<? extends U>> of(Input page, T value) throws Exception;
    }

    static Stage<Document> identity() {
        return new Stage<>(
                job -> page -> CompletableFuture.completedFuture(List.of(Outcome.ok(page.page))),
                List.of(),
                0,
                false,
                List.of());
    }

    Opened<T> open(StageContext job) {
        Step<T> step = opening.open(job);
        return (index, page, written) -> {
            var tapped = new ArrayList<List<Object>>();
            sinks.forEach(sink -> tapped.add(new ArrayList<>()));
            return step.apply(new Input(index, page, written, tapped))
                    .thenApply(outcomes -> new Made<>(List.copyOf(outcomes), tapped));
        };
    }

    Stage<T> inOrderOfEnding() {
        return new Stage<>(opening, sinks, calls, true, names);
    }

    /** This, its last stage named. */
    Stage<T> named(String stage, boolean travels) {
        var all = new ArrayList<>(names);
        all.add(new Named(stage, travels));
        return new Stage<>(opening, sinks, calls, asCompleted, List.copyOf(all));
    }

    private <U> Stage<U> next(Opening<U> next) {
        return new Stage<>(next, sinks, calls, asCompleted, names);
    }

    private <U> Stage<U> each(Supplier<Change<T, U>> fresh) {
        return next(job -> {
            Step<T> before = opening.open(job);
            Change<T, U> change = fresh.get();
            return page -> before.apply(page).thenApply(outcomes -> all(page, outcomes, change));
        });
    }

    private static <T, U> List<Outcome<U>> all(Input page, List<Outcome<T>> outcomes, Change<T, U> change) {
        var changed = new ArrayList<Outcome<U>>();
        for (Outcome<T> outcome : outcomes) {
            if (outcome instanceof Failed<T> failed) {
                changed.add(Outcome.failed(failed.failure()));
                continue;
            }
            try {
                for (Outcome<? extends U> one : change.of(page, outcome.orThrow())) {
                    changed.add(widened(one));
                }
            } catch (Throwable e) {
                // Whatever a function of the user throws, errors too, ends in that page's outcome.
                changed.add(Outcome.failed(failure(page, e)));
            }
        }
        return changed;
    }

    /** Outcomes are immutable. */
    @SuppressWarnings("unchecked")
    private static <U> Outcome<U> widened(Outcome<? extends U> outcome) {
        return (Outcome<U>) outcome;
    }

    private static Failure failure(Input page, Throwable error) {
        return error instanceof ScrapeException e
                ? e.failure()
                : new Failure(
                        ErrorKind.PARSE,
                        page.page.url(),
                        page.page.status(),
                        1,
                        "parse",
                        "the function threw " + error,
                        "",
                        null);
    }

    /** This, then a function for each value; what it throws fails that value with kind PARSE. */
    <U> Stage<U> then(Fn<? super T, ? extends Iterable<? extends U>> f) {
        return each(() -> (page, value) -> {
            var values = new ArrayList<Outcome<U>>();
            for (U one : Objects.requireNonNull(f.apply(value), "null is no list: give List.of() for none")) {
                values.add(Outcome.ok(
                        Objects.requireNonNull(one, "null is no value: flatMap to List.of(), or filter, for none")));
            }
            return values;
        });
    }

    /** This without values whose key was there before in the same job. */
    Stage<T> distinct(Fn<? super T, ?> by) {
        return each(() -> {
            var seen = new Distinct();
            return (page, value) -> seen.add(Objects.requireNonNull(by.apply(value), "the key of distinct is null"))
                    ? List.of(Outcome.ok(value))
                    : List.of();
        });
    }

    /** This, its values also given to a sink. */
    Stage<T> into(Sink<? super T> sink) {
        int number = sinks.size();
        var more = new ArrayList<>(sinks);
        more.add(sink);
        Stage<T> tapping = each(() -> (page, value) -> {
            page.tapped.get(number).add(value);
            return List.of(Outcome.ok(value));
        });
        return new Stage<>(tapping.opening, List.copyOf(more), calls, asCompleted, names);
    }

    static <T, R> Stage<R> rows(Stage<T> before, String css, Class<R> type) {
        Records.check(type);
        return before.each(() -> (page, value) -> document(value, "rows").rows(css, type));
    }

    static <T, R> Stage<R> extract(Stage<T> before, Class<R> type) {
        Records.check(type);
        return before.each(() -> (page, value) -> List.of(Records.of(document(value, "extract"), type)));
    }

    private static Document document(Object value, String what) {
        if (value instanceof Document d) {
            return d;
        }
        throw new IllegalArgumentException(what + "(…) reads pages: put it before the stage that made "
                + value.getClass().getSimpleName());
    }

    // Stages that wait

    /** Each value to something to await, so many at once in the whole job; a page's values keep their order. */
    <U> Stage<U> async(int most, Fn<? super T, ? extends Awaitable<? extends U>> f) {
        Stage<U> waiting = waiting(job -> {
            var gate = new CallGate(most, job.executor());
            return (page, value) -> gate.call(() -> begun(job, f, value)).handle((result, error) -> {
                if (error != null) {
                    return List.of(Outcome.failed(of(page, Failures.of(error, ""))));
                }
                // What was awaited only for its effect, as a delay or a put, is no row.
                return result == null ? List.of() : List.of(Outcome.ok(result));
            });
        });
        return new Stage<>(waiting.opening, sinks, calls + most, asCompleted, names);
    }

    private static <T, U> CompletableFuture<U> begun(
            StageContext job, Fn<? super T, ? extends Awaitable<? extends U>> f, T value) {
        try {
            job.checkRuns();
            Awaitable<? extends U> work = f.apply(value);
            if (work == null) {
                throw new ScrapeException(
                        Failure.of(
                                ErrorKind.PARSE,
                                "",
                                "the function of mapAsync gave null, not something to await",
                                "scrape(…), blocking(() -> …), of(future) or delay(…) in it; .map(…) where nothing is awaited"));
            }
            return job.whileRunning(Futures.start(work));
        } catch (ScrapeException e) {
            return CompletableFuture.failedFuture(e);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(
                    new ScrapeException(Failure.of(ErrorKind.PARSE, "", "the function of mapAsync threw " + e, ""), e));
        }
    }

    /** The failure of something else, for that page. */
    private static Failure of(Input page, Failure f) {
        return f.url().isEmpty()
                ? new Failure(
                        f.kind(),
                        page.page.url(),
                        f.status(),
                        f.attempts(),
                        f.phase(),
                        f.message(),
                        f.advice(),
                        f.document())
                : f;
    }

    /** This, each page replaced by those that its matches link to. */
    static <T> Stage<Document> fetchAll(Stage<T> before, String css) {
        return before.waiting(job -> (page, value) -> job.fetchAll(page, document(value, "fetchAll"), css));
    }

    /** This, after each page those that its matches link to, and theirs in turn. */
    static <T> Stage<Document> follow(Stage<T> before, String css) {
        return before.waiting(job -> {
            var followed = new Followed(job, css);
            return (page, value) -> followed.from(page, document(value, "follow"));
        });
    }

    /** A change that takes its time. */
    private interface Waiting<T, U> {
        CompletableFuture<? extends List<? extends Outcome<? extends U>>> of(Input page, T value);
    }

    private <U> Stage<U> waiting(Function<StageContext, Waiting<T, U>> fresh) {
        return next(job -> {
            Step<T> before = opening.open(job);
            Waiting<T, U> change = fresh.apply(job);
            return page -> before.apply(page).thenCompose(outcomes -> {
                var parts = new ArrayList<CompletableFuture<? extends List<? extends Outcome<? extends U>>>>();
                for (Outcome<T> outcome : outcomes) {
                    parts.add(part(page, outcome, change));
                }
                return StageContext.all(parts).thenApplyAsync(Stage::<U>joined, job.executor());
            });
        });
    }

    private static <T, U> CompletableFuture<? extends List<? extends Outcome<? extends U>>> part(
            Input page, Outcome<T> outcome, Waiting<T, U> change) {
        if (outcome instanceof Failed<T> failed) {
            return CompletableFuture.completedFuture(List.of(Outcome.<U>failed(failed.failure())));
        }
        try {
            return change.of(page, outcome.orThrow());
        } catch (Throwable e) {
            return CompletableFuture.completedFuture(List.of(Outcome.<U>failed(failure(page, e))));
        }
    }

    private static <U> List<Outcome<U>> joined(List<? extends List<? extends Outcome<? extends U>>> parts) {
        var all = new ArrayList<Outcome<U>>();
        parts.forEach(part -> part.forEach(outcome -> all.add(widened(outcome))));
        return all;
    }
}
