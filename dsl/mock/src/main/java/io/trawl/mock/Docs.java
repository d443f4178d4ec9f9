package io.trawl.mock;

import static io.trawl.mock.Layout.esc;
import static io.trawl.mock.Layout.link;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The guide of Heron, a job scheduler that does not exist: chapters of ten pages, then release notes as needed. */
final class Docs {

    /** What a chapter is about: how its subject is named in a sentence, its setting in the configuration. */
    private record Chapter(String title, String subject, String key, List<String> settings) {
        String path() {
            return "/guide/" + title.toLowerCase(Locale.ROOT).replace(' ', '-') + "/";
        }
    }

    private record Entry(String path, String title, int chapter, String topic) {}

    private static final List<Chapter> CHAPTERS = List.of(
            new Chapter("Install", "the installer", "install", List.of("prefix", "channel", "service", "user")),
            new Chapter("Jobs", "a job", "job", List.of("command", "timeout", "priority", "labels")),
            new Chapter("Schedules", "a schedule", "schedule", List.of("cron", "timezone", "catch-up", "jitter")),
            new Chapter("Workers", "a worker", "worker", List.of("slots", "drain", "heartbeat", "tags")),
            new Chapter("Retries", "a retry", "retry", List.of("attempts", "backoff", "factor", "budget")),
            new Chapter("Limits", "a limit", "limit", List.of("at-once", "per-host", "spacing", "rate")),
            new Chapter("Queues", "a queue", "queue", List.of("capacity", "order", "overflow", "ttl")),
            new Chapter("Storage", "the store", "store", List.of("url", "pool", "retention", "compress")),
            new Chapter("Security", "a token", "token", List.of("scope", "expiry", "issuer", "rotate")),
            new Chapter("Monitoring", "a metric", "metrics", List.of("port", "buckets", "interval", "labels")),
            new Chapter("Alerts", "an alert", "alert", List.of("when", "for", "route", "silence")),
            new Chapter("Plugins", "a plugin", "plugin", List.of("path", "sandbox", "memory", "reload")),
            new Chapter("Command line", "the heron command", "cli", List.of("profile", "output", "color", "pager")),
            new Chapter("HTTP API", "a request", "api", List.of("listen", "page-size", "cors", "max-body")),
            new Chapter("Upgrades", "an upgrade", "upgrade", List.of("strategy", "pause", "backup", "rollback")));

    private static final List<String> TOPICS = List.of(
            "Overview",
            "First steps",
            "Options",
            "Defaults",
            "Patterns",
            "Pitfalls",
            "Testing",
            "Performance",
            "Troubleshooting",
            "Reference");

    private static final List<String> CLAIMS = List.of(
            "%s is described once and used everywhere.",
            "Heron reads the settings of %s when it starts, and again when it receives a hang-up signal.",
            "Most installations need only two settings for %s; the others have defaults that hold up in production.",
            "If %s fails, Heron says which setting was wrong and on which line.",
            "Nothing about %s is kept in memory alone: a restart finds it as it was.",
            "Name %s after what it does, not after who asked for it.",
            "What is true of %s on one machine stays true on forty.",
            "You can change %s while the scheduler runs; what is in progress finishes under the old rules.",
            "Two teams can share %s, as long as they agree on its labels.");

    private static final List<String> HINTS = List.of(
            "Start small and raise the numbers while you watch the graph.",
            "A dry run prints the plan and touches nothing.",
            "When in doubt, look at the log of the last hour first.",
            "The example below is complete: paste it and run it.",
            "Times are in UTC unless a zone is given.",
            "This was different before version 2; see the release notes.",
            "Keep the file under version control.",
            "The web console shows the same under Settings.");

    private static final List<String> MEANINGS = List.of(
            "how much is allowed at the same time",
            "how long to wait before giving up",
            "where to look first",
            "what happens when there is no room",
            "whether it is on at all",
            "which of them it applies to",
            "the upper bound, checked at start",
            "the name under which it is reported");

    private final long seed;
    private final boolean shop;
    private final List<Entry> entries;

    Docs(long seed, int pages, boolean shop) {
        this.seed = seed;
        this.shop = shop;
        this.entries = entries(pages);
    }

    private static List<Entry> entries(int pages) {
        var all = new ArrayList<Entry>();
        all.add(new Entry("/guide/", "Heron Guide", -1, ""));
        for (int c = 0; c < CHAPTERS.size(); c++) {
            Chapter chapter = CHAPTERS.get(c);
            for (String topic : TOPICS) {
                boolean first = topic.equals("Overview");
                String slug = first ? "" : topic.toLowerCase(Locale.ROOT).replace(' ', '-');
                String title = first ? chapter.title() : chapter.title() + ": " + topic.toLowerCase(Locale.ROOT);
                all.add(new Entry(chapter.path() + slug, title, c, topic));
            }
        }
        for (int i = all.size(); i < pages; i++) {
            String version = (i / 100 + 1) + "." + i % 100;
            all.add(new Entry("/guide/releases/" + version, "Release notes of " + version, i % CHAPTERS.size(), ""));
        }
        return List.copyOf(all.subList(0, Math.min(pages, all.size())));
    }

    void addTo(Map<String, Page> pages) {
        for (int i = 0; i < entries.size(); i++) {
            int at = i;
            pages.put(entries.get(i).path(), Page.html(o -> render(at)));
        }
        if (!shop) {
            pages.put(
                    "/",
                    Page.html(o -> Layout.page(
                            "Heron",
                            "A job scheduler.",
                            "",
                            "<h1>Heron</h1>\n<p>" + link("/guide/", "Read the guide") + "</p>\n")));
        }
    }

    private String render(int at) {
        Entry entry = entries.get(at);
        var main = new StringBuilder("<article class=\"guide\">\n<h1>" + esc(entry.title()) + "</h1>\n");
        main.append(entry.chapter() < 0 ? contents() : body(entry));
        main.append("</article>\n<nav class=\"pager\">");
        main.append(at > 0 ? "<a rel=\"prev\" href=\"" + entries.get(at - 1).path() + "\">Previous</a> " : "");
        main.append(
                at + 1 < entries.size()
                        ? "<a rel=\"next\" href=\"" + entries.get(at + 1).path() + "\">Next</a>"
                        : "");
        main.append("</nav>\n");
        String crumbs = entry.chapter() < 0
                ? Layout.crumbs("/\tHome", "/guide/\tGuide")
                : Layout.crumbs("/\tHome", "/guide/\tGuide", entry.path() + "\t" + entry.title());
        return Layout.page(
                entry.title() + (at == 0 ? "" : " | Heron Guide"),
                "Heron, the job scheduler: " + entry.title() + ".",
                crumbs,
                main.toString());
    }

    private String contents() {
        var html = new StringBuilder("<p>Heron runs jobs at the right time, on the right machine, once.</p>\n");
        int chapter = -1;
        for (Entry entry : entries.subList(1, entries.size())) {
            if (entry.topic().equals("Overview")) {
                html.append(chapter < 0 ? "" : "</ol>\n").append("<h2>" + esc(entry.title()) + "</h2>\n<ol>\n");
            } else if (entry.topic().isEmpty() && chapter != -2) {
                html.append(chapter == -1 ? "" : "</ol>\n").append("<h2>Release notes</h2>\n<ol>\n");
            }
            chapter = entry.topic().isEmpty() ? -2 : entry.chapter();
            html.append("<li>").append(link(entry.path(), entry.title())).append("</li>\n");
        }
        return html.append(chapter == -1 ? "" : "</ol>\n").toString();
    }

    /** Nine claims and four hints, none of them twice on one page. */
    private String body(Entry entry) {
        var dice = new Dice(seed, entry.path(), 0);
        Chapter chapter = CHAPTERS.get(entry.chapter());
        var claims = dice.shuffled(CLAIMS);
        var hints = dice.shuffled(HINTS);
        var html = new StringBuilder(paragraph(claims, hints, chapter));
        html.append("<h2 id=\"example\">Example</h2>\n").append(paragraph(claims, hints, chapter));
        html.append(code(dice, chapter, entry));
        html.append("<h2 id=\"settings\">Settings</h2>\n").append(table(dice, chapter));
        html.append("<h2 id=\"notes\">Notes</h2>\n<ul>\n");
        for (int i = 0; i < 3; i++) {
            html.append("<li>" + sentence(claims, chapter) + "</li>\n");
        }
        html.append("</ul>\n").append(paragraph(claims, hints, chapter));
        html.append("<blockquote><p><strong>Good to know.</strong> " + hints.next() + "</p></blockquote>\n");
        Chapter other = CHAPTERS.get((entry.chapter() + dice.between(1, CHAPTERS.size() - 1)) % CHAPTERS.size());
        if (entries.stream().anyMatch(e -> e.path().equals(other.path()))) {
            html.append("<p>See also " + link(other.path(), other.title()) + ".</p>\n");
        }
        return html.toString();
    }

    private static String sentence(Iterator<String> claims, Chapter chapter) {
        String text = claims.next().formatted(chapter.subject());
        return esc(Character.toUpperCase(text.charAt(0)) + text.substring(1));
    }

    private static String paragraph(Iterator<String> claims, Iterator<String> hints, Chapter chapter) {
        return "<p>" + sentence(claims, chapter) + " " + sentence(claims, chapter) + " " + hints.next() + "</p>\n";
    }

    private static String code(Dice dice, Chapter chapter, Entry entry) {
        if (entry.topic().equals("First steps") || dice.chance(0.3)) {
            return "<pre><code class=\"language-sh\">heron " + chapter.key() + " add nightly --"
                    + chapter.settings().get(0) + " " + dice.between(1, 64) + "\nheron " + chapter.key()
                    + " list | grep nightly\n</code></pre>\n";
        }
        return "<pre><code class=\"language-yaml\">" + chapter.key() + ":\n  name: nightly\n  "
                + chapter.settings().get(0)
                + ": " + dice.between(1, 64) + "\n  " + chapter.settings().get(1) + ": " + dice.between(1, 90)
                + "s   # &lt;= 90s\n</code></pre>\n";
    }

    private static String table(Dice dice, Chapter chapter) {
        var html = new StringBuilder(
                "<table>\n<thead><tr><th>Setting</th><th>Default</th><th>Meaning</th></tr></thead>\n" + "<tbody>\n");
        var meanings = dice.shuffled(MEANINGS);
        for (String setting : chapter.settings()) {
            html.append("<tr><td><code>" + setting + "</code></td><td>" + dice.between(1, 300) + "</td><td>"
                    + meanings.next() + "</td></tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }
}
