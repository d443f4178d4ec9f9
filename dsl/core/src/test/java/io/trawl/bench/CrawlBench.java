package io.trawl.bench;

import io.trawl.Format;
import io.trawl.Session;
import io.trawl.Trawl;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * A crawl of 2,000 pages with the DSL, beside the barest loop that does the same work ({@link BareLoop}), in turn, in one
 * warm JVM; the server is a process of its own. Prints pages per second and CPU per 1,000 pages of each round and the
 * paired ratios. {@code bare <seed>} and {@code trawl <seed>} are one crawl in a cold process, for the comparison with
 * others ({@code install/bench/crawl.py}).
 */
public final class CrawlBench {
    static final int AT_ONCE = 16;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 11;

    private CrawlBench() {}

    /** What was crawled: how many pages, and the sum of the numbers in their titles, which tells whether it was each once. */
    record Pages(int count, long sum) {
        void check() {
            long expected = (long) BenchSite.PAGES * (BenchSite.PAGES - 1) / 2;
            if (count != BenchSite.PAGES || sum != expected) {
                throw new IllegalStateException("void: " + count + " pages, sum " + sum + " and not " + expected);
            }
        }
    }

    /** @param args nothing or the size of a page for the warm comparison; or {@code bare <seed>}, {@code trawl <seed>} */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            Pages pages = args[0].equals("bare") ? BareLoop.run(args[1]) : dsl(args[1]);
            System.out.println(pages.count + " " + pages.sum);
            return;
        }
        var server = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchSite.class.getName(),
                        args.length > 0 ? args[0] : "9600")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var port = server.inputReader()) {
            warm("http://127.0.0.1:" + port.readLine().strip() + "/0");
        } finally {
            server.destroy();
        }
    }

    private static void warm(String seed) throws Exception {
        double[] speed = new double[ROUNDS];
        double[] cpu = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            Run bare = measure(() -> BareLoop.run(seed));
            Run ours = measure(() -> dsl(seed));
            if (round >= 0) {
                speed[round] = ours.perSecond / bare.perSecond;
                cpu[round] = ours.cpu / bare.cpu;
                System.out.printf(
                        Locale.ROOT,
                        "bare %6.0f pages/s %5.2f CPU s/1000   trawl %6.0f pages/s %5.2f CPU s/1000   ratio %.2f, CPU %.2f%n",
                        bare.perSecond,
                        bare.cpu,
                        ours.perSecond,
                        ours.cpu,
                        speed[round],
                        cpu[round]);
            }
        }
        print("ratio of pages/s", speed);
        print("ratio of CPU", cpu);
    }

    private static void print(String name, double[] ratios) {
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%s min %.2f  median %.2f  max %.2f%n",
                name,
                ratios[0],
                ratios[ROUNDS / 2],
                ratios[ROUNDS - 1]);
    }

    private record Run(double perSecond, double cpu) {}

    private interface Work {
        Pages run() throws Exception;
    }

    private static Run measure(Work work) throws Exception {
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = os.getProcessCpuTime();
        long start = System.nanoTime();
        Pages pages = work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = (os.getProcessCpuTime() - cpu) / 1e9;
        pages.check();
        return new Run(pages.count / seconds, used / pages.count * 1000);
    }

    private static Pages dsl(String seed) {
        try (Session session = Trawl.session(c -> c)) {
            var pages = session.crawl(seed)
                    .entireDomain(true)
                    .limit(BenchSite.PAGES)
                    .maxConcurrency(AT_ONCE)
                    .formats(Format.RAW_HTML)
                    .map(d -> BareLoop.number(d.title()))
                    .await();
            return new Pages(
                    pages.ok().size(), pages.ok().stream().mapToLong(n -> n).sum());
        }
    }
}
