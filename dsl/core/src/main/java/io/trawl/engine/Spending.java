package io.trawl.engine;

import io.trawl.Budget;
import io.trawl.View;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** A budget; the largest number of each where there is no limit. */
record Spending(
        int pages, int requests, long bytes, @Nullable Duration time) implements Budget {
    static final Spending UNLIMITED = new Spending(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, null);

    @Override
    public Spending pages(int most) {
        return new Spending(Check.positive(most, "budget pages"), requests, bytes, time);
    }

    @Override
    public Spending requests(int most) {
        return new Spending(pages, Check.positive(most, "budget requests"), bytes, time);
    }

    @Override
    public Spending bytes(long most) {
        return new Spending(pages, requests, Check.positive(most, "budget bytes"), time);
    }

    @Override
    public Spending time(Duration most) {
        return new Spending(pages, requests, bytes, Check.positive(most, "budget time"));
    }

    /** In words: {@code 100 pages, 5 MB}; empty without a limit. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        if (pages < Integer.MAX_VALUE) {
            parts.add(pages + " pages");
        }
        if (requests < Integer.MAX_VALUE) {
            parts.add(requests + " requests");
        }
        if (bytes < Long.MAX_VALUE) {
            parts.add(View.bytes(bytes));
        }
        if (time != null) {
            parts.add(View.seconds(time));
        }
        return String.join(", ", parts);
    }
}
