package io.trawl.page;

import io.trawl.Document;
import io.trawl.site.RobotsDirectives;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The door to this package. */
public final class Pages {
    private Pages() {}

    /** Reads a page and makes the formats asked for; the others are made when they are first asked for. */
    public static Document parse(Fetched fetched, PageOptions options) {
        return HtmlDocument.parse(fetched, options);
    }

    /** What a page was made from; null where it is none of ours. */
    public static @Nullable Fetched source(Document document) {
        return document instanceof HtmlDocument html ? html.fetched() : null;
    }

    /** What a page asks of the crawler of that name. */
    public static RobotsDirectives directives(Document document, String product) {
        return document instanceof HtmlDocument html ? html.directives(product) : RobotsDirectives.NONE;
    }

    /**
     * The absolute URLs that a crawl may follow from a page: of what {@code css} matches, or all of them.
     *
     * @param obey whether links with {@code rel=nofollow} are left out
     */
    public static List<String> outlinks(Document document, @Nullable String css, boolean obey) {
        return document instanceof HtmlDocument html ? html.outlinks(css, obey) : document.links();
    }
}
