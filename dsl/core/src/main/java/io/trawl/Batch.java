package io.trawl;

import java.nio.file.Path;
import java.time.Duration;

/** Given pages, in input order; duplicates are fetched as often as they stand there. */
public interface Batch extends StreamPlan<Document> {
    /** What to keep of the page; markdown without it. */
    Batch formats(Format... formats);

    /** Markdown, HTML and links of the main content only; true. */
    Batch onlyMainContent(boolean only);

    /** Keep only what these CSS selectors match. */
    Batch includeTags(String... css);

    /** Drop what these CSS selectors match. */
    Batch excludeTags(String... css);

    /** A request header; its value is treated as a secret: shown as *** everywhere. */
    Batch header(String name, String value);

    /** Statuses of 400 and above that make the page Ok. */
    Batch acceptStatus(int... statuses);

    /** Whether robots.txt is obeyed; true. The plan says so where it is not. */
    Batch robots(boolean obey);

    /**
     * Leaves out the pages that this checkpoint has, of whatever plan: a nightly run asks only for what is new. Two URLs
     * are one page as {@link UrlProfile#SIMILAR} says; pages that failed there are asked again. What is left out is not fetched, costs no budget and stands in {@link StreamJob#leftOut()} with the reason. Several calls add up.
     * The job is FAILED, kind CHECKPOINT, where the file cannot be read.
     */
    Batch seen(Path checkpoint);

    /** The same for pages that are there and not older than that; older ones are fetched anew. */
    Batch seen(Path checkpoint, Duration maxAge);

    /** Leaves out these URLs. A collection is copied now, anything else read when the job begins. */
    Batch seen(Iterable<String> urls);

    /** Leaves out the URLs in the first column of this query, asked when the job begins. */
    Batch seen(String jdbcUrl, String query);

    /** Leaves out the URLs for which it is true. What it throws fails the job, kind PARSE. */
    Batch seen(Fn<? super String, Boolean> isSeen);

    @Override
    Batch name(String name);

    @Override
    Batch timeout(Duration timeout);

    @Override
    Batch deadline(Duration deadline);

    @Override
    Batch retry(int attempts);

    @Override
    Batch retry(Fn<? super Retry, ? extends Retry> options);

    @Override
    Batch breaker(int failures, Duration open, int successes);

    @Override
    Batch maxConcurrency(int requests);

    @Override
    Batch perHost(int requests);

    @Override
    Batch rate(int starts, Duration per);

    @Override
    Batch spacing(Duration spacing);

    @Override
    Batch jitter(Duration lo, Duration hi);

    @Override
    Batch polite();

    @Override
    Batch budget(Fn<? super Budget, ? extends Budget> options);

    @Override
    Batch priority(int priority);

    @Override
    Batch checkpoint(Path file);

    @Override
    Batch checkpoint(Path file, OnChange change);

    @Override
    Batch adaptive(boolean on);
}
