package io.trawl;

import java.time.Duration;

/** One page. */
public interface Scrape extends Plan<Document> {
    /** What to keep of the page; markdown without it. */
    Scrape formats(Format... formats);

    /** Markdown, HTML and links of the main content only; true. */
    Scrape onlyMainContent(boolean only);

    /** Keep only what these CSS selectors match. */
    Scrape includeTags(String... css);

    /** Drop what these CSS selectors match. */
    Scrape excludeTags(String... css);

    /** A request header; its value is treated as a secret: shown as *** everywhere. */
    Scrape header(String name, String value);

    /** Statuses of 400 and above that make the page Ok. */
    Scrape acceptStatus(int... statuses);

    /** Whether robots.txt is obeyed; true. The plan says so where it is not. */
    Scrape robots(boolean obey);

    @Override
    Scrape name(String name);

    @Override
    Scrape timeout(Duration timeout);

    @Override
    Scrape deadline(Duration deadline);

    @Override
    Scrape retry(int attempts);

    @Override
    Scrape retry(Fn<? super Retry, ? extends Retry> options);

    @Override
    Scrape breaker(int failures, Duration open, int successes);
}
