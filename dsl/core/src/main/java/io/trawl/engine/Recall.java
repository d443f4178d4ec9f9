package io.trawl.engine;

import io.trawl.Failure;
import io.trawl.store.Found;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Going on where an earlier run stopped. */
final class Recall {
    /** A page that ended in an earlier run; {@code page} is null where nothing came over the wire. */
    record Page(
            Found found,
            @Nullable Failure failure,
            @Nullable KeptPage page) {}

    private Recall() {}

    /**
     * Tells the source of all pages, and the frontier of those that wait: they may go on at once.
     *
     * @param lock the frontier's
     * @return those that ended, in input order
     */
    static List<Page> read(History history, Source source, Frontier frontier, Object lock) {
        var pages = new ArrayList<Page>();
        history.past((found, ended, page) -> {
            synchronized (source) {
                source.known(found, page == null ? "" : page.url());
            }
            if (ended == null) {
                synchronized (lock) {
                    frontier.add(found);
                }
            } else {
                pages.add(new Page(found, ended.failure(), page));
            }
        });
        return pages;
    }
}
