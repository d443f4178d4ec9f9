package io.trawl.mock;

import java.util.List;
import org.jsoup.nodes.Entities;

/** What all pages of the embedded site have around them: head, header, navigation, footer. */
final class Layout {
    private Layout() {}

    static String page(String title, String description, String crumbs, String main) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>%s</title>
                <meta name="description" content="%s">
                <meta property="og:site_name" content="Tern &amp; Tide">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                </head>
                <body>
                <header class="site-header">
                <a class="logo" href="/">Tern &amp; Tide</a>
                <nav class="main-nav"><a href="/">Home</a> <a href="#newsletter">Newsletter</a></nav>
                </header>
                %s<main>
                %s</main>
                <footer class="site-footer">
                <p id="newsletter">Our letter comes once a month. We do not share addresses.</p>
                <p>Tern &amp; Tide, 4 Quay Street. All prices include VAT.</p>
                </footer>
                </body>
                </html>
                """.formatted(esc(title), esc(description), crumbs, main);
    }

    /** A trail of links, each {@code href TAB text}; the last is where we are. */
    static String crumbs(String... trail) {
        var html = new StringBuilder("<nav class=\"breadcrumb\" aria-label=\"You are here\"><ol>");
        for (int i = 0; i < trail.length; i++) {
            String[] parts = trail[i].split("\t");
            boolean here = i == trail.length - 1;
            html.append(here ? "<li>" + esc(parts[1]) + "</li>" : "<li>" + link(parts[0], parts[1]) + "</li>");
        }
        return html.append("</ol></nav>\n").toString();
    }

    static String link(String href, String text) {
        return "<a href=\"" + esc(href) + "\">" + esc(text) + "</a>";
    }

    /** The root of a script that has none. */
    static Page index(List<String> paths) {
        return Page.file(Page.HTML, o -> {
            var html = new StringBuilder("<ul>\n");
            paths.forEach(path -> html.append("<li>").append(link(path, path)).append("</li>\n"));
            return bare("Index", html.append("</ul>").toString());
        });
    }

    /** A page with nothing around it. */
    static String bare(String title, String body) {
        String heading = body.contains("<h1>") ? "" : "<h1>" + esc(title) + "</h1>\n";
        return "<!doctype html>\n<html lang=\"en\"><head><title>" + esc(title) + "</title></head><body>" + heading
                + body + "</body></html>\n";
    }

    static String esc(String text) {
        return Entities.escape(text);
    }
}
