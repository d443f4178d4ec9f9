package io.trawl;

import io.trawl.page.Records;
import io.trawl.table.CsvForm;
import io.trawl.table.Differences;
import io.trawl.table.MoreSinks;
import io.trawl.table.Rows;
import io.trawl.table.TableFiles;
import io.trawl.table.Trouble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/** Results held in memory. */
final class ListResults<T> implements Results<T> {
    private final List<Outcome<T>> outcomes;
    private final Summary summary;

    ListResults(List<? extends Outcome<T>> outcomes, Summary summary) {
        this.outcomes = List.copyOf(outcomes);
        this.summary = summary;
    }

    /** Counted from the outcomes alone: no job, no time. */
    static Summary count(List<? extends Outcome<?>> outcomes) {
        boolean failed = outcomes.stream().anyMatch(o -> !o.isOk());
        return Summary.of(failed ? JobState.PARTIAL : JobState.DONE, outcomes);
    }

    @Override
    public Iterator<Outcome<T>> iterator() {
        return outcomes.iterator();
    }

    @Override
    public int size() {
        return outcomes.size();
    }

    @Override
    public List<T> ok() {
        return outcomes.stream().filter(Outcome::isOk).map(Outcome::orThrow).toList();
    }

    @Override
    public List<Failure> failed() {
        var failures = new ArrayList<Failure>();
        for (Outcome<T> outcome : outcomes) {
            if (outcome instanceof Failed<T> failed) {
                failures.add(failed.failure());
            }
        }
        return List.copyOf(failures);
    }

    @Override
    public Stream<Outcome<T>> stream() {
        return outcomes.stream();
    }

    @Override
    public Results<T> orThrow() {
        for (Outcome<T> outcome : outcomes) {
            if (outcome instanceof Failed<T> failed) {
                throw new ScrapeException(failed.failure(), this, null);
            }
        }
        return this;
    }

    @Override
    public Summary summary() {
        return summary;
    }

    private Rows rows() {
        return Rows.of(ok());
    }

    @Override
    public Table table() {
        return rows().table("results");
    }

    @Override
    public Path csv(Path file) {
        return csv(file, options -> options);
    }

    @Override
    public Path csv(Path file, Fn<? super Sink.Csv, ? extends Sink.Csv> options) {
        return TableFiles.csv(file, ok(), CsvForm.of(options));
    }

    @Override
    public Path jsonl(Path file) {
        return TableFiles.jsonl(file, ok());
    }

    @Override
    public Path parquet(Path file) {
        MoreSinks.module("Results.parquet").parquet(file, ok());
        return file;
    }

    @Override
    public Table diff(Results<?> earlier, String... key) {
        return Differences.of(earlier.ok(), ok(), List.of(key));
    }

    @Override
    public Results<T> writeTo(Sink<? super T> sink) {
        try {
            write(sink);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ScrapeException(
                    new Failure(
                            ErrorKind.UNKNOWN,
                            "",
                            0,
                            0,
                            "sink",
                            "the sink " + sink + " failed: " + Trouble.what(e),
                            Trouble.remedy(e) + ", and write again",
                            null),
                    this,
                    e);
        }
        return this;
    }

    private <S> void write(Sink<S> sink) throws Exception {
        // A sink of something that every value is.
        @SuppressWarnings("unchecked")
        var rows = (List<? extends S>) ok();
        Sink<S> open = sink.open("", null);
        try {
            if (!rows.isEmpty()) {
                open.write(rows);
            }
        } catch (Exception e) {
            try {
                open.close();
            } catch (Exception late) {
                e.addSuppressed(late);
            }
            throw e;
        }
        open.close();
    }

    @Override
    public <R> Results<R> as(Class<R> type) {
        Records.check(type);
        var records = new ArrayList<Outcome<R>>();
        for (Outcome<T> outcome : outcomes) {
            records.add(
                    outcome instanceof Ok<T> ok
                            ? Records.of(ok.value(), type)
                            : Outcome.failed(((Failed<T>) outcome).failure()));
        }
        return Results.of(records);
    }

    @Override
    public View view() {
        List<Failure> failed = failed();
        var rows = rows();
        View.Grid grid =
                rows.grid(rows.rows().size() == 1 ? "1 result" : rows.rows().size() + " results");
        return failed.isEmpty()
                ? grid
                : new View.Grid(
                        grid.caption() + ", " + failed.size() + " failed",
                        grid.columns(),
                        grid.rows(),
                        grid.total(),
                        Stream.concat(grid.folds().stream(), Stream.of(failures(failed)))
                                .toList());
    }

    static View.Fold failures(List<Failure> failed) {
        List<View> shown = failed.stream().limit(20).map(Failure::view).toList();
        return new View.Fold("failures (" + failed.size() + ")", new View.Stack(shown));
    }

    @Override
    public String toString() {
        return "Results " + summary.ok() + " ok, " + summary.failed() + " failed";
    }
}
