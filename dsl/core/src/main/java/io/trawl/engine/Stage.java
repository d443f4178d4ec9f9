package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Fn;
import io.trawl.Outcome;
import io.trawl.ScrapeException;
import io.trawl.page.Records;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a page: none, one or many outcomes. Runs on the CPU pool. */
@FunctionalInterface
interface Stage<T> {
    List<Outcome<T>> apply(Document page);

    static Stage<Document> identity() {
        return page -> List.of(Outcome.ok(page));
    }

    /** This, then a function for each value; what it throws fails that value with kind PARSE. */
    default <U> Stage<U> then(Fn<? super T, ? extends Iterable<? extends U>> f) {
        return page -> {
            var all = new ArrayList<Outcome<U>>();
            for (Outcome<T> outcome : apply(page)) {
                if (outcome instanceof io.trawl.Failed<T> failed) {
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
        };
    }

    static <T, R> Stage<R> rows(Stage<T> before, String css, Class<R> type) {
        return page -> {
            var all = new ArrayList<Outcome<R>>();
            for (Outcome<T> outcome : before.apply(page)) {
                if (outcome instanceof io.trawl.Failed<T> failed) {
                    all.add(Outcome.failed(failed.failure()));
                } else {
                    document(outcome.orThrow(), "rows").rows(css, type).forEach(all::add);
                }
            }
            return all;
        };
    }

    static <T, R> Stage<R> extract(Stage<T> before, Class<R> type) {
        return page -> {
            var all = new ArrayList<Outcome<R>>();
            for (Outcome<T> outcome : before.apply(page)) {
                all.add(
                        outcome instanceof io.trawl.Failed<T> failed
                                ? Outcome.failed(failed.failure())
                                : Records.of(document(outcome.orThrow(), "extract"), type));
            }
            return all;
        };
    }

    private static Document document(Object value, String what) {
        if (value instanceof Document d) {
            return d;
        }
        throw new IllegalArgumentException(what + "(…) reads pages: put it before the stage that made "
                + value.getClass().getSimpleName());
    }
}
