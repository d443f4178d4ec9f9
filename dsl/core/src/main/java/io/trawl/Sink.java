package io.trawl;

import io.trawl.table.CsvForm;
import io.trawl.table.MoreSinks;
import io.trawl.table.RowFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's rows go while it runs. A lambda will do: {@code .sink(rows -> rows.forEach(System.out::println))}; it is
 * called by one thread at a time, with the rows of up to 100 pages at once, and may block. What it throws pauses the job,
 * which says so; {@link Job#resume()} gives it the same rows again. Where nobody has the job, as it was started by
 * {@link Plan#await()}, that throws, and the job is cancelled.
 *
 * <p>With a checkpoint, a run that resumes brings the rows that were not confirmed. A sink that can say where it stands and
 * go back there, as the files here can, or that keeps a receipt in the same transaction as the rows, as a database does,
 * thus holds each row exactly once whatever happened, and so does one that {@link #startsOver}; any other may get the rows
 * of the last calls again.
 *
 * <p>The sinks here take records (a column per component), maps, JSON objects and documents; null is empty, what has parts
 * is JSON text. They are immutable, and several jobs may be given the same one.
 *
 * @param <T> the type of the rows
 */
@FunctionalInterface
public interface Sink<T> {

    /** Takes rows, all or none; when it returns, they are safe. */
    void write(List<? extends T> rows) throws Exception;

    /**
     * The same, with a short text that is to be kept together with the rows or not at all: by it a run that resumes knows
     * which rows came through. It replaces the one before; an empty one need not be kept.
     */
    default void write(List<? extends T> rows, String receipt) throws Exception {
        write(rows);
    }

    /**
     * Called when a job starts; gives the sink to write to, which only this job uses.
     *
     * @param job names the job and the sink's place in it, and is the same when it resumes
     * @param position null for a new job; else what {@link #position()} said after the last rows that are confirmed: what
     *     came after must go
     */
    default Sink<T> open(String job, @Nullable String position) throws Exception {
        return this;
    }

    /** Where it stands after the last {@link #write}; null where it cannot tell. */
    default @Nullable String position() {
        return null;
    }

    /** Of a sink that was opened: the receipt that it kept last for this job; null where there is none. */
    default @Nullable String receipt() throws Exception {
        return null;
    }

    /**
     * Of a sink that was opened at a position: whether it could not go back there and begins anew. Then a run that resumes
     * brings all rows again, which it makes from the recorded pages; false.
     */
    default boolean startsOver() {
        return false;
    }

    /** Called when the job is done with it. What it throws pauses the job, too; {@link Job#resume()} calls it again. */
    default void close() throws Exception {}

    /**
     * A CSV file as of {@link Results#csv}. It grows in a draft beside it, {@code prices.csv.part}, and replaces what was
     * there when the job ends, however it ends; a job that gives no row leaves it as it was. So the same plan run again
     * replaces the file, and only one that resumes goes on with it.
     */
    static Sink<Object> csv(Path file) {
        return csv(file, options -> options);
    }

    /** The same, as the options say. */
    static Sink<Object> csv(Path file, Fn<? super Csv, ? extends Csv> options) {
        return RowFile.csv(file, CsvForm.of(options));
    }

    /** A file with one JSON object per line as of {@link Results#jsonl}; it grows as {@link #csv} does. */
    static Sink<Object> jsonl(Path file) {
        return RowFile.jsonl(file);
    }

    /**
     * A Parquet file as of {@link Results#parquet}, which is there when the job ends, however it ends. Until then its rows
     * stand as lines of JSON in a draft beside it, {@code prices.parquet.part}, as the file has its index at the end and cannot
     * be continued; a run that resumes brings all rows again.
     *
     * @throws ScrapeException of kind UNSUPPORTED without the module trawl-files
     */
    static Sink<Object> parquet(Path file) {
        return MoreSinks.module("Sink.parquet").parquet(file);
    }

    /** Rows into a table, as {@link #jdbc(String, String, Fn)} without options. */
    static Sink<Object> jdbc(String url, String table) {
        return jdbc(url, table, options -> options);
    }

    /**
     * Rows into a table of a database, all that come at once in one transaction: {@code Sink.jdbc("jdbc:sqlite:shop.db",
     * "prices", s -> s.upsertOn("url"))}. A table that is not there is made, its columns from the components of the record;
     * one that is there must have them. Rows are added to those that are there: the same plan run again adds them again, unless
     * {@code upsertOn} tells rows apart. Text is always a parameter, never SQL. Names match whatever their case. With a
     * checkpoint, the receipts of jobs stand in the table {@code trawl_receipts}.
     *
     * @param url as {@code jdbc:postgresql://host/shop}; its driver may come from a cell ({@code %maven})
     * @param table its name, or {@code schema.name}
     * @throws IllegalArgumentException where the URL is none, or there is no driver for it: which one to add
     * @throws ScrapeException of kind UNSUPPORTED without the module trawl-files
     */
    static Sink<Object> jdbc(String url, String table, Fn<? super Jdbc, ? extends Jdbc> options) {
        return MoreSinks.module("Sink.jdbc").jdbc(url, table, options);
    }

    /** How CSV is written. Immutable: each option returns a new value. */
    interface Csv {
        /**
         * Whether a text cell that a spreadsheet would run as a formula ({@code = + - @}, tab or line end first, also in full
         * width) is prefixed with an apostrophe (OWASP, CSV injection); true. Numbers are never touched.
         */
        Csv formulaGuard(boolean on);

        /** Whether the file begins with a byte order mark, by which Excel knows UTF-8; false. */
        Csv byteOrderMark(boolean on);
    }

    /**
     * How a database is written to. Sinks with the same URL, user and pool share their connections. Immutable: each option
     * returns a new value.
     */
    interface Jdbc {
        /** Rows per batch that is sent at once; 500. */
        Jdbc batch(int rows);

        /**
         * A row whose columns of these names are those of a row that is there replaces its other columns. A table that is
         * made has them as its primary key; one that is there needs a unique index on them. On SQLite, PostgreSQL, H2, MySQL,
         * MariaDB and DuckDB.
         */
        Jdbc upsertOn(String... columns);

        /** Who signs in, where the URL does not say; the password is shown as *** everywhere. */
        Jdbc user(String name, String password);

        /** Connections that are kept open; 1. */
        Jdbc pool(int size);

        /** Connections that may be opened beyond that while all are in use; 4. */
        Jdbc overflow(int connections);

        /** How long a connection may take to show that it still lives, before it is used after a pause; 5 s. */
        Jdbc validation(Duration limit);

        /** After how long a connection is replaced by a new one; 3,600 s. */
        Jdbc recycle(Duration age);
    }
}
