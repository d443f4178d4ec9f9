package io.trawl.bench;

import static io.trawl.Trawl.blocking;

import io.trawl.Document;
import io.trawl.Format;
import io.trawl.Outcome;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.Trawl;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What a slow consumer costs in memory, to be run with {@code -Xmx256m}; the server is a process of its own. {@code calls}:
 * 50,000 pages through {@code mapAsync} into a table of SQLite. {@code reader}: 1,000,000 outcomes, 1,000 of each page, through a
 * publisher to a subscriber that asks for one at a time and is slower than the crawl.
 */
public final class StreamBench {
    private static final int PAGES = 50_000;
    private static final int READ_PAGES = 1_000;
    private static final int ROWS = 1_000;
    private static final int AT_ONCE = 16;

    private StreamBench() {}

    /** @param page its URL, @param words of its text, @param price what the call gave */
    record Row(String page, int words, int price) {}

    public static void main(String[] args) throws Exception {
        String what = args.length > 0 ? args[0] : "calls";
        var server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalBench.class.getName(),
                        "serve",
                        String.valueOf(PAGES))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path folder = Files.createTempDirectory("stream-bench");
        System.setProperty("trawl.data", folder.resolve("home").toString());
        try (var port = server.inputReader();
                Session session = Trawl.session(c -> c)) {
            String root = "http://127.0.0.1:" + port.readLine().strip() + "/";
            if (what.equals("reader")) {
                reader(session, root);
            } else {
                calls(session, root, folder);
            }
        } finally {
            server.destroy();
            delete(folder);
        }
    }

    private static void calls(Session session, String root, Path folder) throws Exception {
        var under = new AtomicInteger();
        var most = new AtomicInteger();
        long start = System.nanoTime();
        String rows = "jdbc:sqlite:" + folder.resolve("rows.db");
        var results = session.crawl(root + "0")
                .entireDomain(true)
                .limit(PAGES)
                .maxConcurrency(AT_ONCE)
                .formats(Format.RAW_HTML)
                .mapAsync(
                        8,
                        page -> blocking(() -> {
                            most.accumulateAndGet(under.incrementAndGet(), Math::max);
                            Row row = new Row(
                                    page.url(),
                                    page.title().length(),
                                    page.url().length() % 100);
                            under.decrementAndGet();
                            return row;
                        }))
                .sink(Sink.jdbc(rows, "rows", s -> s.upsertOn("page")))
                .await();
        double seconds = (System.nanoTime() - start) / 1e9;
        try (var database = DriverManager.getConnection(rows);
                var statement = database.createStatement();
                var count = statement.executeQuery("select count(*) from rows")) {
            System.out.printf(
                    Locale.ROOT,
                    "%d rows, %d in the table, %.0f pages/s, at most %d calls at once, %d MB held at the end of at most %d MB%n",
                    results.ok().size(),
                    count.getLong(1),
                    PAGES / seconds,
                    most.get(),
                    held(),
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private static void reader(Session session, String root) throws Exception {
        var plan = session.batch(
                        IntStream.range(0, READ_PAGES).mapToObj(i -> root + i).toList())
                .maxConcurrency(AT_ONCE)
                .formats(Format.RAW_HTML)
                .flatMap(page -> rowsOf(page));
        var slow = new Slow(session);
        long start = System.nanoTime();
        plan.publisher().subscribe(slow);
        slow.end.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d outcomes in %.0f s (%.0f/s); at most %d pages ahead of the reader; heap after collection %d to %d MB of"
                        + " at most %d%n",
                slow.got,
                seconds,
                slow.got / seconds,
                slow.ahead,
                slow.least,
                slow.most,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static Iterable<Row> rowsOf(Document page) {
        return IntStream.range(0, ROWS).mapToObj(i -> new Row(page.url(), i, i))::iterator;
    }

    /** Takes one after the other, 20 µs each. */
    private static final class Slow implements Flow.Subscriber<Outcome<Row>> {
        private final Session session;
        private final CountDownLatch end = new CountDownLatch(1);
        private Flow.Subscription subscription;
        private int got;
        private int ahead;
        private long least = Long.MAX_VALUE;
        private long most;

        Slow(Session session) {
            this.session = session;
        }

        @Override
        public void onSubscribe(Flow.Subscription to) {
            subscription = to;
            to.request(1);
        }

        @Override
        public void onNext(Outcome<Row> outcome) {
            got++;
            LockSupport.parkNanos(20_000);
            if (got % 50_000 == 0) {
                var job = session.jobs().iterator().next();
                ahead = Math.max(ahead, job.exchanges().size() - got / ROWS);
                long now = held();
                least = Math.min(least, now);
                most = Math.max(most, now);
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable error) {
            error.printStackTrace();
            end.countDown();
        }

        @Override
        public void onComplete() {
            end.countDown();
        }
    }

    /** Megabytes after a collection. */
    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private static void delete(Path folder) throws java.io.IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
