package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Crawl;
import io.trawl.Document;
import io.trawl.Duplicates;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.StreamJob;
import io.trawl.UrlProfile;
import io.trawl.matrix.Row;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which sites without end a crawl leaves by itself, and why; and which need a word from the user. */
@Row("A4")
class TrapTest {
    private MockSite.Virtual site = MockSite.virtual(1, s -> s);

    private Crawl crawl(Trap trap) {
        site.close();
        site = MockSite.virtual(1, s -> s.trap("/way/", trap));
        return site.session().crawl(site.url("/way/")).limit(1_000);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static List<String> titles(StreamJob<Document> job) {
        return job.await().ok().stream().map(Document::title).toList();
    }

    private String why(Crawl crawl, String path) {
        return crawl.explain(site.url(path)).text();
    }

    @Test
    void aCalendarEndsTwoYearsFromNow() {
        var crawl = crawl(Trap.CALENDAR);
        var job = crawl.start();
        // It is January 2026 there.
        assertThat(titles(job))
                .hasSize(36)
                .contains("Events in 2026-01", "Events in 2028-12")
                .noneMatch(title -> title.contains("2029"));
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(why(crawl, "/way/2029/01/")).contains("a trap: a calendar in the year 2029");
        assertThat(crawl.avoidTraps(false).limit(150).await().ok()).hasSize(150);
    }

    @Test
    void sessionIdsMakeNoNewPages() {
        var crawl = crawl(Trap.SESSION_IDS);
        assertThat(titles(crawl.start())).hasSize(13).doesNotHaveDuplicates();
        assertThat(site.log().stream().filter(hit -> hit.path().contains("=")))
                .as("all of them asked for with a session")
                .hasSize(12);
        assertThat(crawl.sameUrl(UrlProfile.STRICT).limit(60).await().ok())
                .as("taken at their word, there is no end to them")
                .hasSize(60);
    }

    @Test
    void foldersEndAtTheTwentieth() {
        var crawl = crawl(Trap.DEPTH);
        assertThat(titles(crawl.start())).hasSize(20).endsWith("Level 19");
        assertThat(why(crawl, "/way/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/"))
                .contains("a trap: 21 folders deep");
    }

    @Test
    void foldersThatRepeatEndAtTheThirdTime() {
        var crawl = crawl(Trap.RELATIVE_LINK);
        var pages = crawl.await().ok();
        assertThat(pages)
                .extracting(Document::url)
                .containsExactly(
                        site.url("/way/"), site.url("/way/about/team/"), site.url("/way/about/team/about/team/"));
        assertThat(why(crawl, "/way/about/team/about/team/about/team/")).contains("\"about/team\" again and again");
    }

    @Test
    void parametersThatPileUpEndAtTheTwentieth() {
        var crawl = crawl(Trap.PARAMETERS);
        assertThat(titles(crawl.start())).hasSize(21).endsWith("Click 20");
    }

    /** Filters cannot be told from pages by their addresses, so it takes a word; there are two. */
    @Test
    void filtersEndWhereWhatTheyShowIsCompared() {
        var crawl = crawl(Trap.FACETS);
        assertThat(crawl.limit(300).await().ok())
                .as("three million addresses end at the limit")
                .hasSize(300);
        assertThat(crawl.ignoreQuery(true).await().ok()).hasSize(1);
        var job = crawl.duplicates(Duplicates.EXACT).start();
        assertThat(job.await().ok()).hasSizeBetween(25, 400);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.leftOut())
                .hasSizeGreaterThan(100)
                .allSatisfy(left -> assertThat(left.message()).contains("has the same text as"))
                .extracting(Failure::kind)
                .containsOnly(ErrorKind.DUPLICATE);
    }

    @Test
    void aListWithoutEndEndsWhereOneSays() {
        var crawl = crawl(Trap.ENDLESS_LIST);
        assertThat(crawl.limit(120).await().ok()).hasSize(120);
        assertThat(crawl.depth(3).await().ok())
                .as("four lists, and the entries of three")
                .hasSize(4 + 3 * 10);
    }

    @Test
    void theSameOnASocket() {
        try (var real = MockSite.start(s -> s.trap("/rooms", Trap.SESSION_IDS).trap("/deep/", Trap.DEPTH));
                var session = io.trawl.Trawl.session(c -> c)) {
            assertThat(real.urls()).containsExactly(real.url("/rooms"), real.url("/deep/"));
            assertThat(session.crawl(real.url()).limit(500).await().ok())
                    .as("the index and both")
                    .hasSize(1 + 13 + 20);
        }
    }

    @Test
    void almostTheSameIsFoldedAndSaysHowFarApartItIs() {
        site.close();
        site = MockSite.virtual(
                1, s -> s.nearDuplicates("/story", 20, 1_000, 1).nearDuplicates("/other", 2, 1_000, 600));
        var crawl = site.session().crawl(site.url()).limit(100);
        assertThat(crawl.await().ok()).hasSize(1 + 21 + 3);
        assertThat(crawl.duplicates(Duplicates.EXACT).await().ok()).hasSize(1 + 21 + 3);
        var job = crawl.duplicates(Duplicates.NEAR).start();
        var kept = job.await().ok().stream().map(Document::url).toList();
        assertThat(kept)
                .contains(site.url("/story/1"), site.url("/other/1"), site.url("/other/2"))
                .hasSizeLessThanOrEqualTo(12);
        assertThat(job.leftOut())
                .hasSizeGreaterThanOrEqualTo(13)
                .allSatisfy(left -> assertThat(left.message())
                        .contains("/story/", "has almost the same text as", "of 64 bits apart"));
    }

    /** A missing page that says 200 is a page to whoever does not look at what it says. */
    @Test
    void aSoft404IsAPageUntilItsTextIsCompared() {
        site.close();
        site = MockSite.virtual(
                1,
                s -> s.page("/", "<h1>Links</h1><a href=/gone/1>1</a> <a href=/gone/2>2</a> <a href=/here>3</a>")
                        .page("/here", "<h1>Here</h1>")
                        .notFound(200, "<h1>Oops</h1><p>We looked everywhere.</p>"));
        var crawl = site.session().crawl(site.url());
        assertThat(crawl.await().ok()).hasSize(4).allMatch(page -> page.status() == 200);
        var job = crawl.duplicates(Duplicates.EXACT).start();
        assertThat(job.await().ok()).hasSize(3);
        assertThat(job.leftOut())
                .singleElement()
                .satisfies(left -> assertThat(left.message()).contains("/gone/", "has the same text as"));
    }
}
