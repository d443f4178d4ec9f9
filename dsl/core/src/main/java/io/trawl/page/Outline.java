package io.trawl.page;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * What a crawl asks of every page, found in one walk over its tree: a CSS query for each would cost a walk each. The walk
 * calls itself; jsoup nests no HTML deeper than 512.
 */
final class Outline {
    private final List<Element> links = new ArrayList<>();
    private final List<Element> metas = new ArrayList<>();
    private @Nullable Element base;
    private @Nullable Element title;

    private Outline() {}

    static Outline of(Document page) {
        var outline = new Outline();
        outline.walk(page, false);
        return outline;
    }

    private void walk(Element parent, boolean inHead) {
        for (int i = 0; i < parent.childNodeSize(); i++) {
            Node child = parent.childNode(i);
            if (child instanceof Element element) {
                visit(element, inHead);
                walk(element, inHead || element.normalName().equals("head"));
            }
        }
    }

    private void visit(Element element, boolean inHead) {
        switch (element.normalName()) {
            case "a", "area" -> {
                if (element.hasAttr("href")) {
                    links.add(element);
                }
            }
            case "base" -> {
                if (base == null && element.hasAttr("href")) {
                    base = element;
                }
            }
            case "title" -> {
                if (title == null && inHead) {
                    title = element;
                }
            }
            case "meta" -> metas.add(element);
            default -> {}
        }
    }

    /** {@code a[href]} and {@code area[href]}, in document order. */
    List<Element> links() {
        return links;
    }

    /** All {@code meta} elements. */
    List<Element> metas() {
        return metas;
    }

    /** The first {@code base[href]}. */
    @Nullable
    Element base() {
        return base;
    }

    /** The first {@code head title}; that of a drawing in the body is none of the page's. */
    @Nullable
    Element title() {
        return title;
    }
}
