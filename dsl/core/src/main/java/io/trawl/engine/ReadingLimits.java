package io.trawl.engine;

import io.trawl.Reading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** @param longest null for ever */
record ReadingLimits(int pages, long results, @Nullable Duration longest) implements Reading {
    static final ReadingLimits NONE = new ReadingLimits(Integer.MAX_VALUE, Long.MAX_VALUE, null);

    @Override
    public Reading maxPages(int most) {
        return new ReadingLimits(Check.positive(most, "maxPages"), results, longest);
    }

    @Override
    public Reading maxResults(long most) {
        return new ReadingLimits(pages, Check.positive(most, "maxResults"), longest);
    }

    @Override
    public Reading maxWait(Duration time) {
        return new ReadingLimits(pages, results, Check.positive(time, "maxWait"));
    }
}
