package io.trawl.engine;

import io.trawl.Document;
import io.trawl.Failure;
import io.trawl.site.ContentIndex;
import io.trawl.store.Found;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's pages come from: a given list, or a list that grows by what the pages link to. Whoever
 * calls it holds its monitor, where nothing else is said.
 */
interface Source {

    /** @param extra what sitemaps name, where it wants them */
    List<Found> first(List<String> extra);

    /** The site whose sitemaps it wants. */
    default Optional<URI> sitemapsOf() {
        return Optional.empty();
    }

    /** Whether a page that a sitemap names is one of its own. */
    default boolean wants(URI listed) {
        return true;
    }

    /** For how many of them there is room. */
    default int room() {
        return 0;
    }

    /** The links of a page that may be followed. Only reads the page and needs no lock, unlike all else here. */
    default List<String> links(Found from, Document page) {
        return List.of();
    }

    /** What is compared of a page to find duplicates; null where nothing is. Needs no lock, like {@link #links}. */
    default ContentIndex.@Nullable Print print(Document page) {
        return null;
    }

    /** Why a page is none of its own; null where it is, and then it is remembered. */
    default @Nullable String duplicate(Found from, String landed, ContentIndex.@Nullable Print print) {
        return null;
    }

    /** What a page of an earlier run said. */
    default void remember(String landed, ContentIndex.@Nullable Print print) {}

    /** Why a page must not be a result, in spite of all; null where it may. Needs no lock. */
    default @Nullable Failure refusal(Document page) {
        return null;
    }

    /** A page turned out to be none of its own: there is room for another, which this gives where it knows one. */
    default List<Found> leftOut() {
        return List.of();
    }

    /** What a page leads to, given where it really was and the {@link #links} on it. */
    default List<Found> next(Found from, String landed, List<String> links) {
        return List.of();
    }

    /** Why a redirect of an input must not be followed, or null. */
    default @Nullable String objection(Found input, URI redirect) {
        return null;
    }

    /** Whether an input may be sent the plan's headers, which may be credentials. */
    default boolean trusts(Found input) {
        return true;
    }

    /** The URL that the user wrote and that led to this input; null where it is the input's own. */
    default @Nullable URI written(Found input) {
        return null;
    }

    /**
     * Told of each page of an earlier run, before anything else.
     *
     * @param landed where it really was, or empty
     */
    default void known(Found page, String landed) {}

    /** How many inputs there are so far. */
    int known();

    /** Whether there may be more. */
    default boolean growing() {
        return false;
    }

    /** Whether an input that never ran still has a row in the results. */
    boolean keepsUnfinished();

    /** Whether the job as a whole fails where this input fails. */
    boolean isSeed(Found input);

    /** Frees what it holds; asked for nothing afterwards. */
    default void close() {}

    /** Given pages, duplicates and all. */
    final class Given implements Source {
        private final List<String> urls;
        private int leftOut;

        Given(List<String> urls) {
            this.urls = urls;
        }

        @Override
        public List<Found> first(List<String> extra) {
            return java.util.stream.IntStream.range(0, urls.size())
                    .mapToObj(i -> new Found(i, urls.get(i), 0))
                    .toList();
        }

        @Override
        public List<Found> leftOut() {
            leftOut++;
            return List.of();
        }

        @Override
        public int known() {
            return urls.size() - leftOut;
        }

        @Override
        public boolean keepsUnfinished() {
            return true;
        }

        @Override
        public boolean isSeed(Found input) {
            return false;
        }
    }
}
