package io.trawl.kernel.engine;

import java.util.List;

/** The executed cells, of this session and, where a file keeps them, of earlier ones. Thread-safe. */
public interface History {

    /** The last {@code n}, oldest first. */
    List<HistoryEntry> tail(int n);

    /**
     * Lines {@code start} (inclusive) to {@code stop} (exclusive) of a session.
     *
     * @param session 0 is this one, a negative number counts back from it
     */
    List<HistoryEntry> range(int session, int start, int stop);

    /**
     * The last {@code n} whose source matches, oldest first.
     *
     * @param pattern a glob over the whole source: {@code *} and {@code ?}
     * @param unique keeps only the last of equal sources
     */
    List<HistoryEntry> search(String pattern, int n, boolean unique);
}
