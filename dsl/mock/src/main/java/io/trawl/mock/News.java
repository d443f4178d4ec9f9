package io.trawl.mock;

import static io.trawl.mock.Layout.esc;
import static io.trawl.mock.Layout.link;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A magazine, a story each hour: a list that goes on as long as one asks for more, feeds of the newest, sitemaps for news
 * and for the archive, the latter packed.
 */
final class News {
    private static final int PER_PAGE = 10;
    private static final int IN_FEEDS = 20;
    private static final Instant NEWEST = Instant.parse("2026-10-31T18:00:00Z");

    private static final List<String> WHO =
            List.of("The harbour", "A lighthouse", "The town library", "The ferry", "A fisherman", "The old pier");
    private static final List<String> DOES = List.of(
            "opens early", "finds a letter", "wins a prize", "moves inland", "is painted blue", "looks for help");
    private static final List<String> WHEN =
            List.of("before the storm", "after forty years", "for one night", "against all advice", "with the tide");

    private record Story(int id, String title, String path, Instant at) {}

    private final long seed;
    private final int stories;

    News(long seed, int stories) {
        this.seed = seed;
        this.stories = stories;
    }

    private Story story(int id) {
        var dice = new Dice(seed, "news", id);
        String title = dice.pick(WHO) + " " + dice.pick(DOES) + " " + dice.pick(WHEN);
        String slug = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        return new Story(id, title, "/news/" + id + "-" + slug, NEWEST.minus(Duration.ofHours(stories - id)));
    }

    /** From the newest on. */
    private List<Story> newest(int from, int many) {
        return IntStream.range(0, Math.min(many, from))
                .mapToObj(i -> story(from - i))
                .toList();
    }

    void addTo(Map<String, Page> pages) {
        for (int from = stories; from > 0; from -= PER_PAGE) {
            int first = from;
            pages.put(list(first), Page.html(o -> front(first)));
        }
        for (int id = 1; id <= stories; id++) {
            int one = id;
            pages.put(story(id).path, Page.html(o -> page(story(one))));
        }
        pages.put("/news/rss.xml", Page.absolute("application/rss+xml; charset=UTF-8", this::rss));
        pages.put("/news/atom.xml", Page.absolute("application/atom+xml; charset=UTF-8", this::atom));
        pages.put("/sitemap-news.xml", Page.absolute(Sitemap.XML, this::sitemap));
        pages.put(
                "/sitemap-archive.xml.gz",
                Page.absolute(
                                "application/gzip",
                                o -> Sitemap.urls(
                                        o,
                                        newest(stories, stories).stream()
                                                .map(Story::path)
                                                .toList()))
                        .packed(Coding.GZIP));
    }

    private String list(int from) {
        return from == stories ? "/news/" : "/news/?before=" + (from + 1);
    }

    private String front(int from) {
        var html = new StringBuilder("<h1>News</h1>\n<section class=\"stories\">\n");
        for (Story story : newest(from, PER_PAGE)) {
            html.append("<article><h2>" + link(story.path, story.title) + "</h2><time datetime=\"" + story.at + "\">"
                    + day(story) + "</time></article>\n");
        }
        html.append("</section>\n");
        html.append(
                from > PER_PAGE
                        ? "<a class=\"more\" rel=\"next\" href=\"" + list(from - PER_PAGE) + "\">Load more</a>\n"
                        : "");
        html.append("<p>" + link("/news/rss.xml", "RSS") + " " + link("/news/atom.xml", "Atom") + "</p>\n");
        return Layout.page("News | Tern & Tide", "What happens on the quay.", "", html.toString());
    }

    private String page(Story story) {
        var dice = new Dice(seed, "text", story.id);
        String text = IntStream.range(0, 5)
                .mapToObj(i -> "<p>" + story.title + ". " + dice.pick(WHO) + " " + dice.pick(DOES) + ", and "
                        + dice.pick(WHO).toLowerCase(Locale.ROOT) + " " + dice.pick(DOES) + " " + dice.pick(WHEN)
                        + ".</p>\n")
                .collect(Collectors.joining());
        return Layout.page(
                story.title + " | Tern & Tide",
                story.title,
                Layout.crumbs("/\tHome", "/news/\tNews", story.path + "\t" + story.title),
                "<article>\n<h1>" + esc(story.title) + "</h1>\n<time datetime=\"" + story.at + "\">" + day(story)
                        + "</time>\n" + text + "</article>\n");
    }

    private static String day(Story story) {
        return story.at.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** RSS 2.0. */
    private String rss(String origin) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>"
                + "<title>Tern &amp; Tide</title><link>" + origin + "/news/</link><description>News</description>\n");
        for (Story story : newest(stories, IN_FEEDS)) {
            xml.append("<item><title>" + esc(story.title) + "</title><link>" + origin + story.path + "</link><guid>"
                    + origin + story.path + "</guid><pubDate>"
                    + DateTimeFormatter.RFC_1123_DATE_TIME.format(story.at.atZone(ZoneOffset.UTC))
                    + "</pubDate></item>\n");
        }
        return xml.append("</channel></rss>\n").toString();
    }

    /** RFC 4287. */
    private String atom(String origin) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Tern &amp; Tide</title><id>" + origin
                + "/news/</id><updated>" + NEWEST + "</updated>\n");
        for (Story story : newest(stories, IN_FEEDS)) {
            xml.append("<entry><title>" + esc(story.title) + "</title><id>" + origin + story.path
                    + "</id><link rel=\"alternate\" href=\"" + origin + story.path + "\"/><updated>" + story.at
                    + "</updated></entry>\n");
        }
        return xml.append("</feed>\n").toString();
    }

    /** The newest, with what Google's news sitemaps add to sitemaps.org, and their German versions. */
    private String sitemap(String origin) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                + " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\""
                + " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
        for (Story story : newest(stories, IN_FEEDS)) {
            xml.append("<url><loc>" + origin + story.path + "</loc><news:news><news:publication><news:name>"
                    + "Tern &amp; Tide</news:name><news:language>en</news:language></news:publication>"
                    + "<news:publication_date>" + story.at + "</news:publication_date><news:title>"
                    + esc(story.title) + "</news:title></news:news><xhtml:link rel=\"alternate\" hreflang=\"de\""
                    + " href=\"" + origin + story.path + "?lang=de\"/></url>\n");
        }
        return xml.append("</urlset>\n").toString();
    }
}
