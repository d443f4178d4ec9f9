package io.trawl.mock;

import static io.trawl.mock.Layout.esc;
import static io.trawl.mock.Layout.link;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The book shop. Nothing is made before it is asked for, so its size costs no more than its paths. Book i stands in
 * category i modulo 12: a list page knows its books without a catalogue.
 */
final class Shop {
    private static final int PER_PAGE = 20;

    private final long seed;
    private final int books;
    private final boolean guide;
    private final boolean notices;

    Shop(long seed, int books, boolean guide, boolean notices) {
        this.seed = seed;
        this.books = books;
        this.guide = guide;
        this.notices = notices;
    }

    void addTo(Map<String, Page> pages) {
        addList(pages, "All books", "/", books, i -> i + 1);
        int n = Book.CATEGORIES.size();
        for (int c = 0; c < n; c++) {
            int first = c == 0 ? n : c;
            int count = first > books ? 0 : (books - first) / n + 1;
            if (count > 0) {
                addList(pages, Book.CATEGORIES.get(c), "/category/" + Book.slug(c) + "/", count, i -> first + i * n);
            }
        }
        for (int i = 1; i <= books; i++) {
            int id = i;
            pages.put(book(i).path(), Page.html(o -> product(book(id))));
            pages.put("/cover/" + i + ".svg", Page.file("image/svg+xml", o -> cover(book(id))));
        }
    }

    private Book book(int id) {
        return Book.of(seed, id);
    }

    private void addList(Map<String, Page> pages, String name, String base, int count, IntFunction<Integer> ids) {
        int last = (count + PER_PAGE - 1) / PER_PAGE;
        for (int p = 1; p <= last; p++) {
            int page = p;
            pages.put(listPath(base, p), Page.html(o -> list(name, base, count, page, last, ids)));
        }
    }

    private static String listPath(String base, int page) {
        return page == 1 ? base : base + "page/" + page;
    }

    private String list(String name, String base, int count, int page, int last, IntFunction<Integer> ids) {
        int from = (page - 1) * PER_PAGE;
        int to = Math.min(count, from + PER_PAGE);
        var html = new StringBuilder();
        html.append("<aside class=\"sidebar\"><h2>Departments</h2>\n<ul>\n");
        for (int c = 0; c < Math.min(books, Book.CATEGORIES.size()); c++) {
            int category = (c + 1) % Book.CATEGORIES.size();
            html.append("<li>")
                    .append(link("/category/" + Book.slug(category) + "/", Book.CATEGORIES.get(category)))
                    .append("</li>\n");
        }
        html.append(guide ? "<li>" + link("/guide/", "Guide for developers") + "</li>\n" : "");
        html.append(notices ? "<li>" + link("/notices", "Notices") + "</li>\n" : "");
        html.append("</ul></aside>\n<h1>").append(esc(name)).append("</h1>\n");
        html.append("<p class=\"count\">")
                .append(count + " books, " + (from + 1) + " to " + to + " shown.</p>\n<section class=\"products\">\n");
        IntStream.range(from, to).mapToObj(i -> book(ids.apply(i))).forEach(book -> html.append(card(book)));
        html.append("</section>\n<ul class=\"pager\">\n");
        html.append(page > 1 ? "<li class=\"previous\">" + link(listPath(base, page - 1), "previous") + "</li>\n" : "");
        html.append("<li class=\"current\">Page " + page + " of " + last + "</li>\n");
        html.append(page < last ? "<li class=\"next\">" + link(listPath(base, page + 1), "next") + "</li>\n" : "");
        html.append("</ul>\n");
        String title = name + (page == 1 ? "" : ", page " + page) + " | Tern & Tide";
        String crumbs = base.equals("/") ? "" : Layout.crumbs("/\tHome", base + "\t" + name);
        return Layout.page(title, "Books you will not find twice: " + name + ".", crumbs, html.toString());
    }

    private static String card(Book book) {
        String title = book.title();
        String brief = title.length() <= 28 ? title : title.substring(0, 27).stripTrailing() + "…";
        return """
                <article class="product" data-id="%d">
                <a href="%s"><img src="/cover/%d.svg" alt="Cover of %s" width="60" height="90"></a>
                <h3><a href="%s" title="%s">%s</a></h3>
                <p class="author">%s</p>
                <p class="rating" data-stars="%d" title="%d of 5 stars">%s</p>
                <p class="price">%s</p>
                <p class="stock">%s</p>
                </article>
                """.formatted(
                        book.id(),
                        book.path(),
                        book.id(),
                        esc(title),
                        book.path(),
                        esc(title),
                        esc(brief),
                        esc(book.author()),
                        book.stars(),
                        book.stars(),
                        book.stars("★"),
                        book.price(),
                        book.availability());
    }

    private String product(Book book) {
        String category = Book.CATEGORIES.get(book.category());
        String shelf = "/category/" + Book.slug(book.category()) + "/";
        var alike = new StringBuilder();
        for (int step : List.of(-12, 12, 24)) {
            int id = book.id() + step;
            if (id >= 1 && id <= books) {
                alike.append("<li>")
                        .append(link(book(id).path(), book(id).title()))
                        .append("</li>\n");
            }
        }
        String main = """
                <script type="application/ld+json">%s</script>
                <article class="product-page" data-id="%d">
                <h1>%s</h1>
                <p class="byline">by <span class="author">%s</span></p>
                <img src="/cover/%d.svg" alt="Cover of %s" width="200" height="300">
                <p class="price">%s</p>
                <p class="stock">%s</p>
                <p class="rating" data-stars="%d" title="%d of 5 stars">%s</p>
                <h2>About this book</h2>
                <p class="blurb">%s</p>
                <h2>Product information</h2>
                <table class="spec">
                <tr><th scope="row">ISBN</th><td>%s</td></tr>
                <tr><th scope="row">Format</th><td>%s</td></tr>
                <tr><th scope="row">Pages</th><td>%d</td></tr>
                <tr><th scope="row">Published</th><td>%d</td></tr>
                <tr><th scope="row">Publisher</th><td>%s</td></tr>
                <tr><th scope="row">Availability</th><td>%s</td></tr>
                <tr><th scope="row">Reviews</th><td>%d</td></tr>
                </table>
                </article>
                <aside class="alike"><h2>From the same shelf</h2>
                <ul>
                %s</ul></aside>
                """.formatted(
                        jsonLd(book),
                        book.id(),
                        esc(book.title()),
                        esc(book.author()),
                        book.id(),
                        esc(book.title()),
                        book.price(),
                        book.availability(),
                        book.stars(),
                        book.stars(),
                        book.stars("★"),
                        esc(book.blurb()),
                        book.isbn(),
                        book.format(),
                        book.pages(),
                        book.year(),
                        esc(book.publisher()),
                        book.stock() > 0 ? "In stock (" + book.stock() + ")" : "Out of stock",
                        book.reviews(),
                        alike);
        String crumbs = Layout.crumbs("/\tHome", shelf + "\t" + category, book.path() + "\t" + book.title());
        return Layout.page(book.title() + " | Tern & Tide", book.blurb(), crumbs, main);
    }

    /** schema.org Product, safe inside a script element. */
    private static String jsonLd(Book book) {
        return String.format(
                Locale.ROOT,
                "{\"@context\":\"https://schema.org\",\"@type\":[\"Product\",\"Book\"],\"name\":\"%s\",\"isbn\":\"%s\","
                        + "\"author\":{\"@type\":\"Person\",\"name\":\"%s\"},\"offers\":{\"@type\":\"Offer\","
                        + "\"price\":\"%d.%02d\",\"priceCurrency\":\"GBP\",\"availability\":\"https://schema.org/%s\"},"
                        + "\"aggregateRating\":{\"@type\":\"AggregateRating\",\"ratingValue\":%d,\"reviewCount\":%d}}",
                json(book.title()),
                book.isbn(),
                json(book.author()),
                book.pence() / 100,
                book.pence() % 100,
                book.stock() > 0 ? "InStock" : "OutOfStock",
                book.stars(),
                book.reviews());
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    private static String cover(Book book) {
        int hue = book.id() * 47 % 360;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 90\"><rect width=\"60\" height=\"90\" fill=\"hsl("
                + hue + ",45%,45%)\"/><text x=\"30\" y=\"48\" font-size=\"14\" fill=\"#fff\" text-anchor=\"middle\">"
                + book.id() + "</text></svg>\n";
    }
}
