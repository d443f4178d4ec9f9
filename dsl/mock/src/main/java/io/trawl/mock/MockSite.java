package io.trawl.mock;

import io.trawl.Fn;
import io.trawl.Job;
import io.trawl.Session;
import io.trawl.Viewable;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A web site on loopback that behaves as it is told and remembers what it saw. Thread-safe. It serves until it is
 * {@linkplain #close() closed}; its threads are daemons.
 *
 * <pre>{@code
 * var site = MockSite.start();                                   // the book shop and the documentation site
 * var slow = MockSite.start(s -> s.pages(5, i -> "<h1>Page " + i + "</h1>").delay(seconds(1)));
 * batch(slow.urls()).await();
 * slow.maxInFlight()                                             // 5
 * }</pre>
 */
public interface MockSite extends AutoCloseable, Viewable {

    /**
     * The embedded site: {@code s.shop(400).docs(150).faults().latency(5 ms, 25 ms)}, about 600 pages. Its bytes are the
     * same on every machine.
     */
    static MockSite start() {
        return start(s -> s.shop(400).docs(150).faults().latency(Duration.ofMillis(5), Duration.ofMillis(25)));
    }

    /**
     * A site as scripted, on a free port of 127.0.0.1.
     *
     * @throws IllegalArgumentException for a script that cannot be, in words
     * @throws IllegalStateException if loopback cannot be listened on
     */
    static MockSite start(Fn<? super Script, ? extends Script> script) {
        return LoopbackSite.start(Recipe.of(script));
    }

    /**
     * The same in memory, without a socket and in virtual time: seconds pass in microseconds, and the same calls give the
     * same story, to the byte, each time. It owns a session; the static verbs are told of it by
     * {@code use(site.session())}. Time begins at 2026-01-01T00:00Z and moves only while somebody waits ({@code await}, a
     * future that was handed out), and then to the next moment at which something is due; a job that nobody waits for goes
     * on after ten seconds of the machine's time, one that a notebook shows at once. All functions of a plan run on one thread, {@code blocking} included.
     *
     * <pre>{@code
     * var site = MockSite.virtual(1, s -> s.pages(5, i -> "<h1>Page " + i + "</h1>").delay(seconds(1)));
     * use(site.session());
     * var one = timed(() -> { for (var u : site.urls()) scrape(u).await(); });
     * var many = timed(() -> batch(site.urls()).await());
     * compare(one, many)                                             // 5.0 s against 1.0 s, at once
     * }</pre>
     *
     * Every host but those below {@code .invalid} leads to this site, by http and by https, on the usual ports; other ports
     * refuse.
     *
     * @param seed of text, prices, latency, jitter and the ids of jobs
     */
    static Virtual virtual(long seed, Fn<? super Script, ? extends Script> script) {
        return VirtualSite.start(seed, script);
    }

    /** The root: {@code http://127.0.0.1:<port>/}. */
    default String url() {
        return url("/");
    }

    /** The absolute URL of a path, which starts with a slash. */
    String url(String path);

    /**
     * The absolute URLs of the pages, in the order of the script. What a script only gives a status or a redirect, the
     * pages of further hosts, sitemaps and pictures are not in it.
     */
    List<String> urls();

    /**
     * A new session all of whose requests come here, whatever host they name: {@code https://books.example/} is asked
     * from this site by plain HTTP, the Host header kept. For examples and tests that name hosts which do not exist.
     */
    Session session();

    /** The same with options. */
    Session session(Fn<? super Session.Options, ? extends Session.Options> options);

    /** The jobs of its sessions that are not over. */
    List<Job<?>> running();

    /** Trusts the authority of the mock sites' certificates: {@code session(c -> c.tls(MockSite.trust()))}. */
    static SSLContext trust() {
        return Certificate.trust();
    }

    /** How many requests arrived so far, those for robots.txt and sitemaps included. */
    int requests();

    /** The most requests that waited for their answer at the same moment. */
    int maxInFlight();

    /** The requests that ended, in the order of their arrival; the last 100,000. */
    List<Hit> log();

    /** The first request that matches, past or to come. Never completes if none does: wait with a limit. */
    CompletableFuture<Hit> hit(Predicate<? super Hit> which);

    /** Stops listening and drops what is in flight. Nothing the second time. */
    @Override
    void close();

    /** A site in virtual time; closing it closes its sessions. */
    interface Virtual extends MockSite {

        /** The site's own session, the same each time. */
        @Override
        Session session();

        /** A further session in the same time; it is closed with the site. */
        @Override
        Session session(Fn<? super Session.Options, ? extends Session.Options> options);

        /** The time of day there. */
        Instant now();

        /** Lets that much time pass, and what is due in it happen. */
        void pass(Duration d);
    }

    /**
     * A request as the site saw it.
     *
     * @param host the Host header, without port
     * @param path path and query as sent
     * @param status what was answered, or was going to be when the client went away
     * @param at when it arrived, since the site started
     * @param took until the last byte was handed over, or the client was gone
     * @param aborted whether the client went away before its answer was complete
     */
    record Hit(String method, String host, String path, int status, Duration at, Duration took, boolean aborted) {}

    /** How a server that refuses says when to come again (RFC 9110 section 10.2.3). */
    enum RetryAfter {
        SECONDS,
        DATE,
        NOT_AT_ALL
    }

    /**
     * What a site answers. Immutable: each call returns a new script. Paths start with a slash; where a path of a
     * request has a query, a page with that query is looked for first, then the one without. What is not named here is
     * answered by 404, {@code /} by a list of the pages unless there is one.
     */
    interface Script {

        /** A page of HTML, sent as UTF-8 or what a {@link #header} of the path says its charset is. */
        Script page(String path, String html);

        /** Pages {@code /1} to {@code /n}. The function is asked once per page, when that is first requested. */
        Script pages(int n, Fn<? super Integer, String> html);

        /** A book shop at the root: lists of 20, categories, a page for each book; with sitemap and robots.txt. */
        Script shop(int books);

        /** A documentation site below {@code /guide/} of that many pages; with sitemap and robots.txt. */
        Script docs(int pages);

        /**
         * A magazine below {@code /news/}: a list that goes on by {@code a[rel=next]}, RSS at {@code /news/rss.xml}, Atom at
         * {@code /news/atom.xml}, a sitemap for news and one of all stories that is packed.
         */
        Script news(int stories);

        /**
         * What goes wrong on real sites, linked from {@code /notices}: a missing page, one that recovers at the third
         * try, a slow one (2 s), a redirect, one that robots.txt forbids, one in Latin-1.
         */
        Script faults();

        /** How long each answer is held back; none by default. Not robots.txt and sitemaps, unless named by path. */
        Script delay(Duration delay);

        /** How long the answer of one path is held back, instead of the general delay. */
        Script delay(String path, Duration delay);

        /** A further delay between the two per answer, drawn from the seed: the n-th answer of a path waits the same each run. */
        Script latency(Duration lo, Duration hi);

        /**
         * How far away the site is; not at all by default. Each answer takes that much longer and, in virtual time, so do
         * looking up a name, a connection, and TLS.
         */
        Script roundTrip(Duration d);

        /** The statuses of successive answers of a path, the last for ever. The path need not be a page. */
        Script status(String path, int... codes);

        /** Answers a path by 302 to a path or an absolute URL. */
        Script redirect(String path, String to);

        /** A header of a path's answers. With an {@code ETag} or {@code Last-Modified}, who knows the answer is told 304. */
        Script header(String path, String name, String value);

        /** The text of robots.txt; without it 404, and a friendly one with a shop or documentation. */
        Script robots(String text);

        /** A page in that charset. It is not told in other ways: no meta element is added but by {@link Told#META}. */
        Script charset(String path, String html, Charset charset, Told how);

        /** Packs the answers of a path, by each in turn, whatever the client accepts; Content-Encoding says so. */
        Script coding(String path, Coding... by);

        /** Links without end, below that path. */
        Script trap(String path, Trap kind);

        /**
         * A text of so many words in so many versions, {@code path/1} to {@code path/n}; in each but the first, so many
         * words are different. Their list is at the path itself.
         */
        Script nearDuplicates(String path, int pages, int words, int different);

        /**
         * The answer for whatever is not named, robots.txt and sitemaps included; an ordinary 404 by default. With status
         * 200 it is a soft 404.
         */
        Script notFound(int status, String html);

        /**
         * Answers so many requests in such a window, which begins with its first one; all others by 429 with Retry-After in
         * seconds. Not robots.txt and sitemaps.
         */
        Script rateLimit(int requests, Duration window);

        /** The same, told in another way. */
        Script rateLimit(int requests, Duration window, RetryAfter told);

        /** Name and password (RFC 7617) for what lies at or below that path; else 401. */
        Script basic(String path, String user, String password);

        /** A token (RFC 6750) for what lies at or below that path; else 401. */
        Script bearer(String path, String token);

        /**
         * A session for what lies at or below that path; else 302 to {@code path/login}. Its form sends {@code user},
         * {@code password} and the hidden fields {@code csrf}, good for one time, and {@code next}; what comes back is a
         * cookie, and 303 to where one wanted to go. {@code path/logout} ends it.
         */
        Script login(String path, String user, String password);

        /**
         * Books as JSON, so many in all and on a page: {@code {"total", "items": […], "next"}}. The next page is at
         * {@code ?cursor=}<i>next</i>, and in a {@code Link} header with {@code rel="next"}.
         */
        Script api(String path, int books, int perPage);

        /**
         * Server-sent events with the ids 1 to {@code count}, one after each pause; then the answer ends. It goes on after a
         * {@code Last-Event-ID}.
         */
        Script events(String path, int count, Duration every, Fn<? super Integer, String> data);

        /** What a path does wrong on the wire, on a site without certificate; it need not be a page. */
        Script fault(String path, Fault how);

        /** Makes it a site of https, HTTP/2 and HTTP/1.1, with that certificate. */
        Script tls(Certificate shown);

        /** What is answered where the Host header has this name, port aside; all other names get this script. */
        Script host(String name, Fn<? super Script, ? extends Script> script);

        /** Of text, prices and latency; 1 by default. */
        Script seed(long seed);
    }
}
