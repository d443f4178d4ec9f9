package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.Fn;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.Sink;
import io.trawl.page.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What becomes of a page: none, one or many outcomes, and what sinks get of them on the way.
 *
 * @param sinks in the order in which the plan names them
 */
record Stage<T>(Step<T> step, List<Sink<?>> sinks) {

    /** Runs on the CPU pool. */
    interface Step<T> {
        /** @param taps told of each value for the sink of that number */
        List<Outcome<T>> apply(Document page, BiConsumer<Integer, Object> taps);
    }

    /** What a page became: its outcomes, and the values for each sink. */
    record Made<T>(List<Outcome<T>> outcomes, List<List<Object>> tapped) {}

    static Stage<Document> identity() {
        return new Stage<>((page, taps) -> List.of(Outcome.ok(page)), List.of());
    }

    Made<T> apply(Document page) {
        var tapped = new ArrayList<List<Object>>();
        sinks.forEach(sink -> tapped.add(new ArrayList<>()));
        var outcomes = step.apply(page, (sink, value) -> tapped.get(sink).add(value));
        return new Made<>(outcomes, tapped);
    }

    private <U> Stage<U> next(Step<U> next) {
        return new Stage<>(next, sinks);
    }

    /** This, then a function for each value; what it throws fails that value with kind PARSE. */
    <U> Stage<U> then(Fn<? super T, ? extends Iterable<? extends U>> f) {
        return next((page, taps) -> {
            var all = new ArrayList<Outcome<U>>();
            for (Outcome<T> outcome : step.apply(page, taps)) {
                if (outcome instanceof Failed<T> failed) {
                    all.add(Outcome.failed(failed.failure()));
                    continue;
                }
                try {
                    for (U value : f.apply(outcome.orThrow())) {
                        all.add(Outcome.ok(value));
                    }
                } catch (ScrapeException e) {
                    all.add(Outcome.failed(e.failure()));
                } catch (Exception e) {
                    all.add(Outcome.failed(new Failure(
                            ErrorKind.PARSE,
                            page.url(),
                            page.status(),
                            1,
                            "parse",
                            "the function threw " + e,
                            "",
                            null)));
                }
            }
            return all;
        });
    }

    /** This, its values also given to a sink. */
    Stage<T> into(Sink<? super T> sink) {
        int number = sinks.size();
        var more = new ArrayList<>(sinks);
        more.add(sink);
        return new Stage<>(
                (page, taps) -> {
                    var outcomes = step.apply(page, taps);
                    for (Outcome<T> outcome : outcomes) {
                        if (outcome.isOk()) {
                            taps.accept(number, outcome.orThrow());
                        }
                    }
                    return outcomes;
                },
                List.copyOf(more));
    }

    static <T, R> Stage<R> rows(Stage<T> before, String css, Class<R> type) {
        Records.check(type);
        return before.next((page, taps) -> {
            var all = new ArrayList<Outcome<R>>();
            for (Outcome<T> outcome : before.step.apply(page, taps)) {
                if (outcome instanceof Failed<T> failed) {
                    all.add(Outcome.failed(failed.failure()));
                } else {
                    document(outcome.orThrow(), "rows").rows(css, type).forEach(all::add);
                }
            }
            return all;
        });
    }

    static <T, R> Stage<R> extract(Stage<T> before, Class<R> type) {
        Records.check(type);
        return before.next((page, taps) -> {
            var all = new ArrayList<Outcome<R>>();
            for (Outcome<T> outcome : before.step.apply(page, taps)) {
                all.add(
                        outcome instanceof Failed<T> failed
                                ? Outcome.failed(failed.failure())
                                : Records.of(document(outcome.orThrow(), "extract"), type));
            }
            return all;
        });
    }

    private static Document document(Object value, String what) {
        if (value instanceof Document d) {
            return d;
        }
        throw new IllegalArgumentException(what + "(…) reads pages: put it before the stage that made "
                + value.getClass().getSimpleName());
    }
}
