package io.trawl.page;

import io.trawl.site.Resolver;
import io.trawl.site.Urls;
import java.net.URI;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Cleans a page: keeps what was asked for, drops what never is content, and, for the main content, the parts that
 * Firecrawl's list names, with one guard of ours: nothing that holds more than 30 % of the page's paragraph text is
 * dropped, since some sites wrap the whole page in a {@code .widget} or an {@code aside}.
 */
final class MainContent {
    private static final String NEVER = "head, meta, noscript, style, script, template";
    private static final String BOILERPLATE =
            "header, footer, nav, aside, .header, .top, .navbar, #header, .footer, .bottom, #footer, .sidebar, .side,"
                    + " .aside, #sidebar, .modal, .popup, #modal, .overlay, .ad, .ads, .advert, #ad, .lang-selector,"
                    + " .language, #language, #language-selector, .social, .social-media, .social-links, #social, .menu,"
                    + " .navigation, #nav, .breadcrumbs, #breadcrumbs, .share, #share, .widget, #widget, .cookie,"
                    + " #cookie, .fc-decoration";
    private static final double GUARD = 0.3;

    private MainContent() {}

    /** The cleaned body of a page, as a tree of its own with absolute links. */
    static Element clean(Document page, PageOptions options, URI base) {
        Element body = options.includeTags().isEmpty() ? page.body().clone() : included(page, options.includeTags());
        body.select(NEVER).remove();
        for (String css : options.excludeTags()) {
            body.select(css).remove();
        }
        if (options.onlyMainContent()) {
            dropBoilerplate(body);
        }
        Resolver here = Urls.resolver(base);
        body.select("img").forEach(img -> image(img, here));
        body.select("a[href]").forEach(a -> absolute(a, "href", here));
        return body;
    }

    private static Element included(Document page, List<String> selectors) {
        var box = new Element("div");
        for (String css : selectors) {
            page.body().select(css).forEach(e -> box.appendChild(e.clone()));
        }
        return box;
    }

    private static void dropBoilerplate(Element body) {
        int all = paragraphText(body);
        for (Element e : body.select(BOILERPLATE)) {
            boolean keeps = e == body || e.selectFirst("#main") != null;
            if (!keeps && (all == 0 || paragraphText(e) <= GUARD * all)) {
                e.remove();
            }
        }
    }

    private static int paragraphText(Element e) {
        int sum = 0;
        for (Element p : e.select("p")) {
            sum += p.text().length();
        }
        return sum;
    }

    private static void image(Element img, Resolver page) {
        String best = largest(img.hasAttr("srcset") ? img.attr("srcset") : img.attr("data-srcset"));
        if (!best.isEmpty()) {
            img.attr("src", best);
        } else if (img.hasAttr("data-src")) {
            img.attr("src", img.attr("data-src"));
        }
        absolute(img, "src", page);
    }

    private static String largest(String srcset) {
        return Srcset.of(srcset).stream()
                .reduce((a, b) -> b.size() > a.size() ? b : a)
                .map(Srcset.Candidate::url)
                .orElse("");
    }

    private static void absolute(Element e, String attribute, Resolver page) {
        String raw = e.attr(attribute).strip();
        if (!raw.isEmpty() && !raw.startsWith("data:") && !raw.startsWith("#")) {
            page.resolve(raw).ifPresent(url -> e.attr(attribute, url));
        }
    }
}
