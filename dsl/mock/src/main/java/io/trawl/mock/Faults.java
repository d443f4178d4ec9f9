package io.trawl.mock;

import io.trawl.mock.MockSite.Script;
import java.time.Duration;

/** What goes wrong on real sites, each once, under {@code /notices}. */
final class Faults {
    private Faults() {}

    static Script addTo(Script script) {
        return ((Recipe) script)
                .with("/notices", Page.html(o -> notices()))
                .with(
                        "/stock-check",
                        page("Stock check", "We counted everything again. It was all there.")
                                .unlisted())
                .with(
                        "/readings",
                        page("Readings", "Ada Hartley reads on Thursday. The page is slow, the evening is not."))
                .with(
                        "/admin/orders",
                        page("Orders", "If you read this, you did not read robots.txt.")
                                .unlisted())
                .with(
                        "/admin/opening-hours",
                        page("Opening hours", "Tuesday to Saturday, nine to six.")
                                .unlisted())
                .with("/basket", page("Basket", "Your basket is empty.").unlisted())
                .with("/impressum", Page.latin1(o -> impressum()))
                .status("/stock-check", 500, 500, 200)
                .delay("/readings", Duration.ofSeconds(2))
                .redirect("/bestsellers", "/category/fiction/");
    }

    private static String notices() {
        return Layout.page(
                "Notices | Tern & Tide", "What we are busy with.", Layout.crumbs("/\tHome", "/notices\tNotices"), """
                <h1>Notices</h1>
                <ul>
                <li><a href="/catalogue-2019">The catalogue of 2019</a> is no longer kept.</li>
                <li><a href="/stock-check">Stock check</a>: the page has its bad moments. Try again.</li>
                <li><a href="/readings">Readings</a>: please be patient.</li>
                <li><a href="/bestsellers">Bestsellers</a> have moved.</li>
                <li><a href="/admin/orders">Orders</a>: for staff.</li>
                <li><a href="/admin/opening-hours">Opening hours</a></li>
                <li><a href="/impressum">Impressum</a> (in German, and in an old encoding)</li>
                </ul>
                """);
    }

    private static Page page(String title, String text) {
        return Page.html(o -> Layout.page(
                title + " | Tern & Tide",
                text,
                Layout.crumbs("/\tHome", "/notices\tNotices", "\t" + title),
                "<h1>" + title + "</h1>\n<p>" + text + "</p>\n"));
    }

    private static String impressum() {
        return """
                <!doctype html>
                <html lang="de">
                <head><meta charset="iso-8859-1"><title>Impressum: Bücher, Größen, Straßen</title></head>
                <body><main><h1>Impressum</h1>
                <p>Käufer aus Österreich und der Schweiz grüßen wir herzlich. Preis: £4.50, für Schüler frei.</p>
                <p><a href="/">Zur Übersicht</a></p></main></body></html>
                """;
    }
}
