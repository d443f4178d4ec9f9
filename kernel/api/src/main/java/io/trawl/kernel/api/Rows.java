package io.trawl.kernel.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of any size, of which only what is looked at is asked for. Need not be thread-safe; asked by one thread at a
 * time, and expected not to change its size.
 */
public interface Rows {

    /** What it is, in a few words; empty: the number of rows. */
    String caption();

    List<String> columns();

    int size();

    /** A value as {@link Grid} takes it, or any other, drawn by its renderer; null where there is none. */
    @Nullable
    Object cell(int row, int column);
}
