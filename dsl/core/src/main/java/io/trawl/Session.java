package io.trawl;

import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * One client, one limiter, one cookie jar and the jobs that share them. The permits, spacing and breaker of a host hold
 * across all jobs of a session. Thread-safe; closing it cancels its jobs and frees everything within 5 s.
 */
public interface Session extends AutoCloseable {
    Scrape scrape(String url);

    Batch batch(Iterable<String> urls);

    Crawl crawl(String seed);

    SiteMap map(String url);

    /** The robots.txt of the site that this URL belongs to. */
    RobotsTxt robots(String url);

    /**
     * The jobs of this session, and the newest 100 of earlier runs; newest first. Of those that have ended the session
     * remembers the last 1,000, so far as they hold less than about 100 MB of pages; older ones as long as you hold them.
     */
    Jobs jobs();

    /** The pages under way in all jobs: a snapshot. */
    InFlight inFlight();

    /**
     * The fetching part of a checkpoint as a plan, for those who lost the code: the pages, without what was made of them.
     *
     * @throws ScrapeException of kind CHECKPOINT where it is none, or where its plan had secrets, which are not written
     */
    StreamPlan<Document> resume(Path checkpoint);

    /**
     * The same for a job that was interrupted, by its id: whatever has a name, a checkpoint or 1,000 pages can go on after
     * its process was killed.
     */
    StreamPlan<Document> resume(String id);

    /**
     * A job by its id: of this session, or its pages as an earlier run left them, if it had a checkpoint, a name or 1,000
     * pages. Unknown ids are an {@link IllegalArgumentException} that lists what there is.
     */
    Job<?> job(String id);

    /** What is going on right now, and how connections were used so far. */
    Gauges gauges();

    @Override
    void close();

    /**
     * A session in numbers.
     *
     * @param inFlight requests that hold a permit
     * @param connectionsInUse connections that serve a request
     * @param connectionsIdle connections kept for the next request
     * @param answersOnNewConnections answers for which a connection was opened
     * @param answersOnReusedConnections answers over a connection that was open already
     * @param answersFromCache answers for which nobody was asked
     * @param answersValidated answers from the cache after the server said that they still hold (304)
     */
    record Gauges(
            int inFlight,
            int connectionsInUse,
            int connectionsIdle,
            long answersOnNewConnections,
            long answersOnReusedConnections,
            long answersFromCache,
            long answersValidated) {}

    /** How a session is made. Immutable: each option returns a new value. */
    interface Options {
        /** Connections in the pool; 100. */
        Options connections(int total);

        /** Connections to one host; 30. */
        Options connectionsPerHost(int connections);

        /** How long an idle connection is kept; 30 s. */
        Options keepAlive(Duration idle);

        /** Of an exchange in all, to connect, between two reads; 30 s, 10 s, 20 s. */
        Options timeouts(Duration total, Duration connect, Duration read);

        /** Name yourself and a way to reach you; {@code Trawl/<version>} with a contact line to fill. */
        Options userAgent(String userAgent);

        /** Requests at once over all jobs; 100. */
        Options maxConcurrency(int requests);

        /**
         * Batches and crawls that run at once; no limit. Those beyond are QUEUED and begin by {@link StreamPlan#priority}
         * and age; single pages and site maps never wait, nor does what a function of a running job starts.
         */
        Options maxJobs(int jobs);

        /**
         * Debug mode; false. Each job then logs its steps ({@link JobEvent.Logged}, {@link Job#log}): every exchange with
         * the phases of its time, states, breakers, and listeners that hold up the others for more than 100 ms.
         */
        Options debug(boolean on);

        /**
         * Caps of a page's body on the wire and after decompression, in bytes; 10 MB, 50 MB. Sitemaps have their own: 50 MB, as
         * sitemaps.org allows.
         */
        Options maxBody(long bytes, long decompressed);

        /** Whether robots.txt is obeyed; true. */
        Options robots(boolean obey);

        /**
         * Whether an address of a private network or of this machine may be asked where a plan was given its URL; true.
         * Links and redirects from elsewhere never lead there. False where plans come from others, as in a service.
         */
        Options privateNetwork(boolean allow);

        /** Whom https trusts, and as whom it presents itself; the JDK's trust store, certificates always verified. */
        Options tls(SSLContext context);

        /** Whether cookies are kept and sent (RFC 6265, public suffixes respected); true. They end with the session. */
        Options cookies(boolean keep);

        /** User and password (RFC 7617) for the pages of one origin; other origins never see them. */
        Options basic(String origin, String user, String password);

        /** A token (RFC 6750) for the pages of one origin; other origins never see it. */
        Options bearer(String origin, String token);

        /**
         * A proxy for all requests, as in {@code http://user:password@proxy.example:3128}; https goes through it in a
         * tunnel. It looks up the names of the hosts, and so decides which addresses are asked.
         */
        Options proxy(String url);

        /** Keeps answers in this folder and reuses them as RFC 9111 says; off by default. */
        Options cache(Path folder);

        /** The same, offline or all anew. */
        Options cache(Path folder, CacheMode mode);

        /**
         * Wrong on purpose, for lessons: parsing, stages and listeners run on the I/O thread that received the answer, as
         * in code that knows no pools. There one slow function stops every request of the session, {@code await()} fails,
         * and a {@link JobEvent.Stalled} names the line. Never for work.
         */
        Options unsafeWithoutPools();

        /** A header of every request; its value is shown as *** everywhere. */
        Options header(String name, String value);
    }
}
