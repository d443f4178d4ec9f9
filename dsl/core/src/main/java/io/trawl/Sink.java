package io.trawl;

import io.trawl.table.RowFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's rows go while it runs. A lambda will do: {@code .sink(rows -> rows.forEach(System.out::println))}; it is
 * called by one thread at a time, with the rows of up to 100 pages at once, and may block. What it throws fails the job.
 *
 * <p>With a checkpoint, a run that resumes brings the rows that were not confirmed. A sink that can say where it stands and
 * go back there, as the files here can, thus holds each row exactly once whatever happened; any other may get the rows of
 * the last call again.
 *
 * @param <T> the type of the rows
 */
@FunctionalInterface
public interface Sink<T> {

    /** Takes rows; when it returns, they are safe. */
    void write(List<? extends T> rows) throws Exception;

    /**
     * Called when a job starts; gives the sink to write to, which only this job uses.
     *
     * @param position null for a new job; else what {@link #position()} said after the last rows that are confirmed: what
     *     came after must go
     */
    default Sink<T> open(@Nullable String position) throws Exception {
        return this;
    }

    /** Where it stands after the last {@link #write}; null where it cannot tell. */
    default @Nullable String position() {
        return null;
    }

    /** Called when the job is done with it. */
    default void close() throws Exception {}

    /** A CSV file as of {@link Results#csv}, written row by row. A new job begins it anew. */
    static Sink<Object> csv(Path file) {
        return RowFile.csv(file);
    }

    /** A file with one JSON object per line as of {@link Results#jsonl}. A new job begins it anew. */
    static Sink<Object> jsonl(Path file) {
        return RowFile.jsonl(file);
    }
}
