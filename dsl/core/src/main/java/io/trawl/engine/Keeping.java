package io.trawl.engine;

import io.trawl.OnChange;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind and what it may use.
 *
 * @param checkpoint null for none
 */
record Keeping(@Nullable Path checkpoint, OnChange onChange, Spending budget) {
    static final Keeping NONE = new Keeping(null, OnChange.FAIL, Spending.UNLIMITED);

    Keeping at(Path file, OnChange change) {
        return new Keeping(file.toAbsolutePath().normalize(), change, budget);
    }

    /** For a plan that grew out of this one. */
    Keeping without() {
        return new Keeping(null, OnChange.FAIL, budget);
    }

    Keeping within(Spending most) {
        return new Keeping(checkpoint, onChange, most);
    }
}
