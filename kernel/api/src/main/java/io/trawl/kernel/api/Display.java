package io.trawl.kernel.api;

import java.util.concurrent.CompletionStage;

/**
 * One output in one cell. It can be replaced in place at any time and from any thread, also after its cell ended
 * (Jupyter messaging, {@code update_display_data}).
 */
public interface Display {

    /** The cell that shows it. */
    Cell cell();

    /** Replaces what is shown. The caller limits the rate; updates keep their order. Never blocks on the front end for long. */
    void update(Bundle bundle);

    /**
     * Says that this output goes on changing until {@code done} completes. A run that nobody watches waits for it before
     * the cell is answered, so that the last frame is in the saved notebook; completion must follow the last update.
     */
    void liveUntil(CompletionStage<?> done);
}
