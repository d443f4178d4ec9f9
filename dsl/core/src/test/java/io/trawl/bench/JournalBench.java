package io.trawl.bench;

import com.sun.net.httpserver.HttpServer;
import io.trawl.Crawl;
import io.trawl.Document;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.Trawl;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * What a journal costs: a crawl of 2,000 pages of 10 kB in memory, with the journal that a large job gets, and with a
 * checkpoint, in turn, in one warm JVM; the server is a process of its own. With the argument {@code large}: 50,000 pages
 * into a file, to be run with {@code -Xmx256m}.
 */
public final class JournalBench {
    private static final int AT_ONCE = 16;
    private static final int WARM_UP = 6;
    private static final int ROUNDS = 11;

    private JournalBench() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            serve(Integer.parseInt(args[1]));
            return;
        }
        boolean large = args.length > 0;
        int pages = large ? 50_000 : 2_000;
        var server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalBench.class.getName(),
                        "serve",
                        String.valueOf(pages))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var port = server.inputReader()) {
            String seed = "http://127.0.0.1:" + port.readLine().strip() + "/0";
            if (large) {
                large(seed, pages);
            } else {
                cost(seed, pages);
            }
        } finally {
            server.destroy();
        }
    }

    private static void cost(String seed, int pages) throws Exception {
        double[] journal = new double[ROUNDS];
        double[] checkpoint = new double[ROUNDS];
        double[] cpu = new double[ROUNDS];
        double[] journalCpu = new double[ROUNDS];
        double[] share = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            Run without = crawl(seed, pages, false, false);
            Run with = crawl(seed, pages, true, false);
            Run durable = crawl(seed, pages, true, true);
            if (round >= 0) {
                journal[round] = with.perSecond / without.perSecond;
                checkpoint[round] = durable.perSecond / without.perSecond;
                cpu[round] = durable.cpu / without.cpu;
                journalCpu[round] = with.cpu / without.cpu;
                System.out.printf(
                        Locale.ROOT,
                        "in memory %5.0f pages/s %.3f CPU s/1000   journal %5.0f %.3f, of it the disk's threads %.3f   checkpoint"
                                + " %5.0f %.3f %.3f%n",
                        without.perSecond,
                        without.cpu,
                        with.perSecond,
                        with.cpu,
                        with.disk,
                        durable.perSecond,
                        durable.cpu,
                        durable.disk);
                share[round] = durable.disk / without.cpu;
            }
        }
        print("pages/s, journal / in memory", journal);
        print("pages/s, checkpoint / in memory", checkpoint);
        print("CPU, journal / in memory", journalCpu);
        print("CPU, checkpoint / in memory", cpu);
        print("CPU, the disk's threads with a checkpoint / all in memory", share);
    }

    private static void print(String what, double[] ratios) {
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%s: min %.2f  median %.2f  max %.2f%n",
                what,
                ratios[0],
                ratios[ROUNDS / 2],
                ratios[ROUNDS - 1]);
    }

    private record Run(double perSecond, double cpu, double disk) {}

    private static Run crawl(String seed, int pages, boolean journal, boolean checkpoint) throws Exception {
        Path folder = Files.createTempDirectory("journal-bench");
        // A place where nothing can be written: then a large job stays in memory.
        System.setProperty("trawl.data", (journal ? folder : Files.createFile(folder.resolve("none"))).toString());
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Session session = Trawl.session(c -> c)) {
            long cpu = os.getProcessCpuTime();
            long start = System.nanoTime();
            Crawl plan = session.crawl(seed)
                    .entireDomain(true)
                    .limit(pages)
                    .maxConcurrency(AT_ONCE)
                    .formats(io.trawl.Format.RAW_HTML);
            var results = (checkpoint ? plan.checkpoint(folder.resolve("crawl.trawl")) : plan).await();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (results.ok().size() != pages) {
                throw new IllegalStateException(results + ", not " + pages);
            }
            return new Run(
                    pages / seconds, (os.getProcessCpuTime() - cpu) / 1e9 / pages * 1000, disk() / 1e9 / pages * 1000);
        } finally {
            delete(folder);
        }
    }

    /** CPU time of the threads that write, which each session has anew. */
    private static long disk() {
        var threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("trawl-disk"))
                .mapToLong(t -> Math.max(0, threads.getThreadCpuTime(t.getId())))
                .sum();
    }

    private static void large(String seed, int pages) throws Exception {
        Path folder = Files.createTempDirectory("journal-bench");
        System.setProperty("trawl.data", folder.resolve("home").toString());
        Path file = folder.resolve("crawl.trawl");
        try (Session session = Trawl.session(c -> c)) {
            long start = System.nanoTime();
            var job = session.crawl(seed)
                    .entireDomain(true)
                    .limit(pages)
                    .maxConcurrency(AT_ONCE)
                    .checkpoint(file)
                    .sink(Sink.jsonl(folder.resolve("pages.jsonl")))
                    .start();
            var results = job.await();
            double seconds = (System.nanoTime() - start) / 1e9;
            long words = results.stream().mapToLong(o -> o.orThrow().words()).sum();
            Document last = results.ok().get(pages - 1);
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d pages, %s, %.0f pages/s, %d words, last \"%s\" of %d characters; of at most %d MB heap %d MB are"
                            + " held at the end; checkpoint %d MB%n",
                    results.size(),
                    job.state(),
                    pages / seconds,
                    words,
                    last.title(),
                    last.rawHtml().length(),
                    Runtime.getRuntime().maxMemory() >> 20,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
                    Files.size(file) >> 20);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Pages of about 10 kB with 20 links each: a ten-ary tree, so that each is reached, and cross links. */
    private static void serve(int pages) throws IOException {
        String filler = "<p>Some words and <b>more</b> of the same text, as pages have them.</p>".repeat(120);
        // Else each answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(AT_ONCE));
        server.createContext("/", x -> {
            String path = x.getRequestURI().getPath().substring(1);
            boolean page = path.matches("\\d{1,6}");
            byte[] body = page ? page(Integer.parseInt(path), pages, filler) : new byte[] {'-'};
            x.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            x.sendResponseHeaders(page ? 200 : 404, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static byte[] page(int i, int pages, String filler) {
        var html = new StringBuilder("<html><head><title>Page " + i + "</title></head><body>");
        for (int c = 10 * i + 1; c <= Math.min(10 * i + 10, pages - 1); c++) {
            html.append("<a href=\"/").append(c).append("\">child</a> ");
        }
        for (int c = 1; c <= 10; c++) {
            html.append("<a href=\"/").append((i * 31L + c * 7_919L) % pages).append("\">see</a> ");
        }
        return html.append(filler).append("</body></html>").toString().getBytes();
    }
}
