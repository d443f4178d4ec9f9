package io.trawl.notebook;

import com.sun.management.OperatingSystemMXBean;
import io.trawl.Document;
import io.trawl.StreamJob;
import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.Show;
import io.trawl.kernel.testing.Rendering;
import io.trawl.mock.MockSite;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What showing costs: a crawl of 2,000 pages with its panel and without, and the figures of the module's README. */
final class PanelBench {
    private static final int PAGES = 2_000;
    private static final int ROUNDS = 5;
    private static final List<Long> FIRST = new ArrayList<>();
    private static int saved;

    record Book(int n, String title, double price, String url) {}

    private PanelBench() {}

    public static void main(String[] arguments) throws Exception {
        try (var site = MockSite.start(s -> s.shop(PAGES + 200).delay(Duration.ofMillis(20)))) {
            var bare = new ArrayList<Run>();
            var html = new ArrayList<Run>();
            var widgets = new ArrayList<Run>();
            // The first rounds are the compiler's.
            for (int i = -2; i < ROUNDS; i++) {
                Run none = run(site, false, false);
                Run frames = run(site, true, false);
                Run messages = run(site, true, true);
                if (i >= 0) {
                    bare.add(none);
                    html.add(frames);
                    widgets.add(messages);
                }
            }
            System.out.printf(
                    "CPU of a crawl of %d pages: %d ms (medians of %d)%n", PAGES, median(bare, Run::cpu), ROUNDS);
            told("HTML", html, bare);
            told("widgets", widgets, bare);
        }
        System.out.println("first frame after start(): at most "
                + FIRST.stream().mapToLong(us -> us).max().orElseThrow()
                + " µs, the first one of the process included");
        sizes();
    }

    private static void told(String what, List<Run> shown, List<Run> bare) {
        long drawing = median(shown, Run::drawing) - median(bare, Run::drawing);
        System.out.printf(
                Locale.ROOT,
                "%s: %d ms in all; of that the threads that draw and are told %.1f ms (%.2f %%), %d frames or messages%n",
                what,
                median(shown, Run::cpu),
                drawing / 1e3,
                0.1 * drawing / median(bare, Run::cpu),
                median(shown, Run::frames));
    }

    /** @param drawing in microseconds */
    private record Run(long cpu, long drawing, long frames) {}

    private static Run run(MockSite site, boolean shown, boolean widgets) throws Exception {
        try (var page = new OnePage();
                var session = site.session()) {
            var display = new FakeDisplay();
            var drawn = drawing();
            long cpu = cpu();
            StreamJob<Document> job = session.crawl(site.url())
                    .limit(PAGES)
                    .maxConcurrency(16)
                    .robots(false)
                    .start();
            long started = System.nanoTime();
            if (shown) {
                new Live(Frames.real(), () -> widgets).job(job, display);
                FIRST.add((System.nanoTime() - started) / 1_000);
                display.settled.get(5, TimeUnit.MINUTES);
            } else {
                job.await();
            }
            if (job.summary().total() != PAGES) {
                throw new IllegalStateException(job.toString());
            }
            saved = bytes(Bundles.of(job.view()));
            return new Run(cpu() - cpu, since(drawn), widgets ? page.messages() : display.updates.size());
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1_000_000;
    }

    /** CPU microseconds, so far, of each thread that draws pictures or is told that there is something to draw. */
    private static Map<Long, Long> drawing() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(t -> t != null
                        && (t.getThreadName().equals("trawl-frames")
                                || t.getThreadName().startsWith("trawl-call")))
                .collect(Collectors.toMap(
                        ThreadInfo::getThreadId, t -> Math.max(0, threads.getThreadCpuTime(t.getThreadId())) / 1_000));
    }

    private static long since(Map<Long, Long> before) {
        return drawing().entrySet().stream()
                .mapToLong(now -> now.getValue() - before.getOrDefault(now.getKey(), 0L))
                .sum();
    }

    private static long median(List<Run> runs, ToLongFunction<Run> figure) {
        return runs.stream().mapToLong(figure).sorted().toArray()[runs.size() / 2];
    }

    private static void sizes() {
        var books = IntStream.range(0, 1_000)
                .mapToObj(i -> new Book(i, "Book number " + i, i / 10.0, "https://books.example/book/" + i))
                .toList();
        System.out.println("bytes of a panel as it is saved, 50 of its rows in it: " + saved);
        System.out.println("bytes of a table of 1,000 rows, 4 columns: "
                + bytes(Rendering.of(books).first()));
        var many = IntStream.range(0, 100_000)
                .mapToObj(i -> new Book(
                        i, "Book number " + i * 7919 % 100_000, i * 37 % 1000 / 10.0, "https://b.example/" + i))
                .toList();
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            var view = Show.browse(many);
            long opened = System.nanoTime();
            view.sort("title");
            long sorted = System.nanoTime();
            view.filter("number 777");
            long filtered = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "browse of 100,000 rows: opened in %d ms, sorted by text in %d ms, filtered in %d ms%n",
                    (opened - start) / 1_000_000,
                    (sorted - opened) / 1_000_000,
                    (filtered - sorted) / 1_000_000);
        }
    }

    private static int bytes(Bundle bundle) {
        return bundle.data().values().stream()
                .mapToInt(v -> v.toString().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
