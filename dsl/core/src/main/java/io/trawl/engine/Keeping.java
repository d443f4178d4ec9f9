package io.trawl.engine;

import io.trawl.OnChange;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind, what it may use, and when it is its turn.
 *
 * @param checkpoint null for none
 * @param priority among the jobs that wait; the higher, the sooner
 */
record Keeping(@Nullable Path checkpoint, OnChange onChange, Spending budget, int priority) {
    static final Keeping NONE = new Keeping(null, OnChange.FAIL, Spending.UNLIMITED, 0);

    Keeping at(Path file, OnChange change) {
        return new Keeping(file.toAbsolutePath().normalize(), change, budget, priority);
    }

    /** For a plan that grew out of this one. */
    Keeping without() {
        return new Keeping(null, OnChange.FAIL, budget, priority);
    }

    Keeping within(Spending most) {
        return new Keeping(checkpoint, onChange, most, priority);
    }

    Keeping withPriority(int value) {
        return new Keeping(checkpoint, onChange, budget, value);
    }
}
