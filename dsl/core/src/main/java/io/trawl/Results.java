package io.trawl;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * The outcomes of a plan, in input order (of a crawl: in the order of discovery). Immutable, thread-safe.
 */
public interface Results<T> extends Iterable<Outcome<T>>, Viewable {

    /** Results that no job made, for tests and for rows of one page. */
    static <T> Results<T> of(List<? extends Outcome<T>> outcomes) {
        return new ListResults<>(outcomes, ListResults.count(outcomes));
    }

    /** Results of a job, with its summary. */
    static <T> Results<T> of(List<? extends Outcome<T>> outcomes, Summary summary) {
        return new ListResults<>(outcomes, summary);
    }

    int size();

    /** The values of those that came through. */
    List<T> ok();

    /** The reasons of those that did not. */
    List<Failure> failed();

    Stream<Outcome<T>> stream();

    /**
     * This, if nothing failed.
     *
     * @throws ScrapeException with the first failure, and these results as {@link ScrapeException#partial()}
     */
    Results<T> orThrow();

    Summary summary();

    /** The values as a table: a column per record component, or url, title, status, words and ms of documents. */
    Table table();

    /**
     * Writes {@link #table()} as CSV (RFC 4180, UTF-8, header row), atomically: the file is there whole or not at all.
     * A text cell that a spreadsheet would run as a formula ({@code = + - @}, tab or return first) is prefixed with an
     * apostrophe (OWASP, CSV injection). Returns the path.
     */
    Path csv(Path file);

    /** Writes one JSON object per line, as {@link Document#json()} or the record's components, atomically. */
    Path jsonl(Path file);

    /** Gives the values that came through to a sink, in order, and closes it. What it throws arrives as {@link ScrapeException}. */
    Results<T> writeTo(Sink<? super T> sink);

    /** Reads a record from each document again; only for results of documents. */
    <R> Results<R> as(Class<R> type);
}
