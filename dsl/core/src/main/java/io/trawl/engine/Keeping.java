package io.trawl.engine;

import io.trawl.OnChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind, what it may use, when it is its turn, and what it need not do again.
 *
 * @param checkpoint null for none
 * @param priority among the jobs that wait; the higher, the sooner
 * @param seen pages that were scraped before
 */
record Keeping(@Nullable Path checkpoint, OnChange onChange, Spending budget, int priority, List<Before> seen) {
    static final Keeping NONE = new Keeping(null, OnChange.FAIL, Spending.UNLIMITED, 0, List.of());

    Keeping at(Path file, OnChange change) {
        return new Keeping(file.toAbsolutePath().normalize(), change, budget, priority, seen);
    }

    /** For a plan that grew out of this one, of pages that are wanted. */
    Keeping without() {
        return new Keeping(null, OnChange.FAIL, budget, priority, List.of());
    }

    Keeping within(Spending most) {
        return new Keeping(checkpoint, onChange, most, priority, seen);
    }

    Keeping withPriority(int value) {
        return new Keeping(checkpoint, onChange, budget, value, seen);
    }

    Keeping leavingOut(Before more) {
        var all = new ArrayList<>(seen);
        all.add(more);
        return new Keeping(checkpoint, onChange, budget, priority, List.copyOf(all));
    }
}
