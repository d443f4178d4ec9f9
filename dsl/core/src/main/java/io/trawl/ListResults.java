package io.trawl;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/** Results held in memory. */
final class ListResults<T> implements Results<T> {
    private final List<Outcome<T>> outcomes;

    ListResults(List<? extends Outcome<T>> outcomes) {
        this.outcomes = List.copyOf(outcomes);
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
        return outcomes.stream()
                .filter(o -> !o.isOk())
                .map(o -> ((Failed<T>) o).failure())
                .toList();
    }

    @Override
    public Stream<Outcome<T>> stream() {
        return outcomes.stream();
    }

    @Override
    public Results<T> orThrow() {
        failed().stream().findFirst().ifPresent(f -> {
            throw new ScrapeException(f, this, null);
        });
        return this;
    }

    @Override
    public Summary summary() {
        throw new IllegalStateException();
    }

    @Override
    public Table table() {
        throw new IllegalStateException();
    }

    @Override
    public Path csv(Path file) {
        throw new IllegalStateException();
    }

    @Override
    public Path jsonl(Path file) {
        throw new IllegalStateException();
    }

    @Override
    public <R> Results<R> as(Class<R> type) {
        throw new IllegalStateException();
    }

    @Override
    public View view() {
        throw new IllegalStateException();
    }
}
