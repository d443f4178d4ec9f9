package io.trawl.kernel.api;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One output in one cell. It can be replaced in place at any time and from any thread, also after its cell ended
 * (Jupyter messaging, {@code update_display_data}).
 */
public interface Display {

    /** The cell that shows it. */
    Cell cell();

    /** Replaces what is shown. The caller limits the rate; updates keep their order. Never blocks on the front end for long. */
    void update(Bundle bundle);

    /** Replaces what is shown by any other value, drawn as it would be as a cell's value. */
    default void update(@Nullable Object value) {
        update(value instanceof Bundle b ? b : Kernel.current().renderers().render(value, this));
    }

    /** Whether what is shown here may be a widget; not where it is a part of another picture, as in a list of values. */
    default boolean takesWidgets() {
        return true;
    }

    /**
     * Says that this output goes on changing until {@code done} completes. A run that nobody watches waits for it before
     * the cell is answered, so that the last frame is in the saved notebook; completion must follow the last update.
     */
    void liveUntil(CompletionStage<?> done);
}
