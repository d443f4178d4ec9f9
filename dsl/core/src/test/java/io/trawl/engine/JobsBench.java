package io.trawl.engine;

import io.trawl.Document;
import io.trawl.Session;
import io.trawl.StreamJob;
import io.trawl.Trawl;
import io.trawl.bench.BenchSite;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What jobs cost: the heap and the threads of a session that runs 1,000 jobs of five pages, 50 at a time, and then 1,000 of one
 * page at once; what listeners cost a crawl of 2,000 pages, paired in turn. The site is a process of its own.
 */
public final class JobsBench {
    private static final int ROUNDS = 5;

    private JobsBench() {}

    public static void main(String[] args) throws Exception {
        var server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchSite.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var port = server.inputReader()) {
            String site = "http://127.0.0.1:" + port.readLine().strip() + "/";
            manyJobs(site);
            listeners(site);
        } finally {
            server.destroy();
        }
    }

    private static void manyJobs(String site) {
        try (Session session = Trawl.session(c -> c)) {
            print("before", session);
            for (int hundred = 1; hundred <= 10; hundred++) {
                run(session, site, 50, 5);
                run(session, site, 50, 5);
                print(hundred * 100 + " jobs, 50 at a time", session);
            }
            run(session, site, 1_000, 1);
            print("1,000 of a page at once", session);
            session.jobs().ended().clear();
            print("cleared", session);
        }
    }

    private static void run(Session session, String site, int jobs, int pages) {
        var started = new ArrayList<StreamJob<Document>>();
        for (int i = 0; i < jobs; i++) {
            var urls = new ArrayList<String>();
            for (int p = 0; p < pages; p++) {
                urls.add(site + (i * pages + p) % 2_000);
            }
            started.add(session.batch(urls).start());
        }
        for (var job : started) {
            if (job.await().ok().size() != pages) {
                throw new IllegalStateException(job.toString());
            }
        }
    }

    private static void print(String when, Session session) {
        System.out.printf(
                Locale.ROOT,
                "%-26s %4d MB held, %3d threads (at most %3d), %4d jobs known%n",
                when,
                held() >> 20,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getThreadMXBean().getPeakThreadCount(),
                session.jobs().size());
    }

    private static long held() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void listeners(String site) {
        double[] cpu = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            double without = crawl(site, 0);
            double with = crawl(site, 10);
            if (round >= 0) {
                cpu[round] = with / without;
                System.out.printf(
                        Locale.ROOT, "CPU s per 1,000 pages: alone %.2f, ten listeners %.2f%n", without, with);
            }
        }
        Arrays.sort(cpu);
        System.out.printf(
                Locale.ROOT,
                "CPU, ten listeners / alone: min %.2f  median %.2f  max %.2f%n",
                cpu[0],
                cpu[ROUNDS / 2],
                cpu[ROUNDS - 1]);
    }

    private static double crawl(String site, int listeners) {
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var heard = new AtomicLong();
        try (Session session = Trawl.session(c -> c)) {
            long cpu = os.getProcessCpuTime();
            var job = session.crawl(site + "0")
                    .entireDomain(true)
                    .limit(2_000)
                    .maxConcurrency(16)
                    .formats(io.trawl.Format.LINKS)
                    .start();
            for (int i = 0; i < listeners; i++) {
                job.onEvent(e -> heard.incrementAndGet());
                job.onProgress(p -> heard.incrementAndGet());
            }
            if (job.await().ok().size() != 2_000) {
                throw new IllegalStateException(job.toString());
            }
            return (os.getProcessCpuTime() - cpu) / 1e9 / 2;
        }
    }
}
