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
     * A text cell that a spreadsheet would run as a formula is prefixed with an apostrophe: {@link Sink.Csv#formulaGuard}.
     * What has parts, as a list, is JSON text. Returns the path.
     */
    Path csv(Path file);

    /** The same, as the options say. */
    Path csv(Path file, Fn<? super Sink.Csv, ? extends Sink.Csv> options);

    /** Writes one JSON object per line, as {@link Document#json()} or the record's components, atomically. */
    Path jsonl(Path file);

    /**
     * Writes the values as a Parquet file (Snappy), atomically: a column per component, with its type; BigDecimal as
     * DECIMAL(38, 9), which refuses what does not fit; instants in UTC; what has parts as JSON text.
     *
     * @throws ScrapeException of kind UNSUPPORTED without the module trawl-files
     */
    Path parquet(Path file);

    /**
     * Gives the values that came through to a sink at once, in order, and closes it: a database has all of them or none.
     * What it throws arrives as {@link ScrapeException}.
     */
    Results<T> writeTo(Sink<? super T> sink);

    /**
     * What is different from earlier results, a row each: {@code change} (added, removed, changed), the columns of the row
     * (a removed one as it was), and {@code was}: of a changed row what it was before, as {@code price 51.77; stock 3}.
     *
     * @param key the columns that tell rows apart; without, the first there is of url, link, href, id, isbn and sku, else
     *     the whole row. Of documents it is the URL, and their text counts as a column.
     */
    Table diff(Results<?> earlier, String... key);

    /** Reads a record from each document again; only for results of documents. */
    <R> Results<R> as(Class<R> type);
}
