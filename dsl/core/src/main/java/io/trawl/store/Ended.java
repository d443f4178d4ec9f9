package io.trawl.store;

import io.trawl.Failure;
import io.trawl.page.Fetched;
import org.jspecify.annotations.Nullable;

/**
 * How a page ended.
 *
 * @param failure why it failed; null where it came through
 * @param page what came over the wire; null where nothing did, and where it is not read back with the rest
 * @param title of the page, or empty
 * @param words of its Markdown; -1 where they were not counted
 */
public record Ended(
        int index, @Nullable Failure failure, @Nullable Fetched page, String title, int words) {}
