package io.trawl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A site's robots.txt as this session's crawler reads it (<a href="https://www.rfc-editor.org/rfc/rfc9309">RFC 9309</a>):
 * {@code robots("https://example.com/").explain("/admin/")}. Nothing is fetched before the first question; the answer is
 * then kept for 24 hours, for this and all jobs of the session. Each question waits for it and throws a {@link
 * ScrapeException} where the host cannot be reached. Thread-safe.
 */
public interface RobotsTxt extends Viewable {
    /** Where it lies. */
    String url();

    /** Whether a path, or a URL of this site, may be fetched. */
    boolean allows(String path);

    /**
     * Which line of which group decides about each of these paths or URLs of this site, as a table; without any, what the
     * file says in general.
     */
    View explain(String... paths);

    /** What is asked for between two requests, at most 300 s; every job keeps to it. */
    Optional<Duration> crawlDelay();

    /** The sitemaps that it names, absolute. */
    List<String> sitemaps();
}
