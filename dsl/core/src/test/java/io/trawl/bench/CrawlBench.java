package io.trawl.bench;

import com.sun.net.httpserver.HttpServer;
import io.trawl.Session;
import io.trawl.Trawl;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.jsoup.Jsoup;

/**
 * A crawl of 2,000 small pages with the DSL, beside the barest loop that does the same work (HttpClient 5 async, jsoup,
 * title and links, a seen set; no robots, retries, limits or events), in turn, in one warm JVM; the server is a process
 * of its own. Prints pages per second and CPU per 1,000 pages of each round and the paired ratio.
 */
public final class CrawlBench {
    private static final int PAGES = 2_000;
    private static final int AT_ONCE = 16;
    private static final int ROUNDS = 7;

    private CrawlBench() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("serve")) {
            serve();
            return;
        }
        var server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrawlBench.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var port = server.inputReader()) {
            String seed = "http://127.0.0.1:" + port.readLine().strip() + "/0";
            double[] ratios = new double[ROUNDS];
            for (int round = -2; round < ROUNDS; round++) {
                Run bare = measure(() -> bare(seed));
                Run ours = measure(() -> dsl(seed));
                if (round >= 0) {
                    ratios[round] = ours.perSecond / bare.perSecond;
                    System.out.printf(
                            Locale.ROOT,
                            "bare %6.0f pages/s %5.2f CPU s/1000   trawl %6.0f pages/s %5.2f CPU s/1000   ratio %.2f%n",
                            bare.perSecond,
                            bare.cpu,
                            ours.perSecond,
                            ours.cpu,
                            ratios[round]);
                }
            }
            Arrays.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "ratio min %.2f  median %.2f  max %.2f%n",
                    ratios[0],
                    ratios[ROUNDS / 2],
                    ratios[ROUNDS - 1]);
        } finally {
            server.destroy();
        }
    }

    private record Run(double perSecond, double cpu) {}

    private interface Work {
        int run() throws Exception;
    }

    private static Run measure(Work work) throws Exception {
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = os.getProcessCpuTime();
        long start = System.nanoTime();
        int pages = work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (pages != PAGES) {
            throw new IllegalStateException(pages + " pages, not " + PAGES);
        }
        return new Run(pages / seconds, (os.getProcessCpuTime() - cpu) / 1e9 / pages * 1000);
    }

    private static int dsl(String seed) {
        try (Session session = Trawl.session(c -> c)) {
            var pages = session.crawl(seed)
                    .entireDomain(true)
                    .limit(PAGES)
                    .maxConcurrency(AT_ONCE)
                    .formats(io.trawl.Format.RAW_HTML)
                    .map(d -> d.title())
                    .await();
            return pages.ok().size();
        }
    }

    private static int bare(String seed) throws Exception {
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(AT_ONCE)
                .setMaxConnTotal(AT_ONCE)
                .build();
        ExecutorService cpu = Executors.newFixedThreadPool(2);
        try (CloseableHttpAsyncClient client =
                HttpAsyncClients.custom().setConnectionManager(connections).build()) {
            client.start();
            var loop = new BareLoop(client, cpu);
            loop.add(seed);
            return loop.done.get();
        } finally {
            cpu.shutdown();
        }
    }

    /** Seen set, queue, fetch, parse. */
    private static final class BareLoop {
        final CompletableFuture<Integer> done = new CompletableFuture<>();
        private final CloseableHttpAsyncClient client;
        private final ExecutorService cpu;
        private final Set<String> seen = new HashSet<>();
        private final ArrayDeque<String> queue = new ArrayDeque<>();
        private int active;
        private int fetched;

        BareLoop(CloseableHttpAsyncClient client, ExecutorService cpu) {
            this.client = client;
            this.cpu = cpu;
        }

        synchronized void add(String url) {
            if (seen.add(url)) {
                queue.add(url);
            }
            pump();
        }

        private void pump() {
            while (active < AT_ONCE && !queue.isEmpty()) {
                active++;
                fetch(queue.poll());
            }
            if (active == 0 && queue.isEmpty()) {
                done.complete(fetched);
            }
        }

        private void fetch(String url) {
            client.execute(SimpleRequestBuilder.get(url).build(), new FutureCallback<>() {
                @Override
                public void completed(SimpleHttpResponse response) {
                    cpu.execute(() -> parse(url, response.getBodyBytes()));
                }

                @Override
                public void failed(Exception e) {
                    done.completeExceptionally(e);
                }

                @Override
                public void cancelled() {
                    done.cancel(false);
                }
            });
        }

        private void parse(String url, byte[] body) {
            try {
                var page = Jsoup.parse(new java.io.ByteArrayInputStream(body), "UTF-8", url);
                page.title();
                var links = page.select("a[href]").eachAttr("abs:href");
                synchronized (this) {
                    fetched++;
                    active--;
                    for (String link : links) {
                        if (seen.add(link)) {
                            queue.add(link);
                        }
                    }
                    pump();
                }
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        }
    }

    /** Pages of about 10 kB with 20 links each: a ten-ary tree, so that each is reached, and random cross links. */
    private static void serve() throws IOException {
        byte[][] pages = new byte[PAGES][];
        var random = new Random(1);
        for (int i = 0; i < PAGES; i++) {
            var html = new StringBuilder("<html><head><title>Page " + i + "</title></head><body>");
            for (int c = 10 * i + 1; c <= Math.min(10 * i + 10, PAGES - 1); c++) {
                html.append("<p><a href=\"/")
                        .append(c)
                        .append("\">child ")
                        .append(c)
                        .append("</a></p>");
            }
            for (int c = 0; c < 10; c++) {
                html.append("<a href=\"/").append(random.nextInt(PAGES)).append("\">see</a> ");
            }
            while (html.length() < 9_600) {
                html.append("<p>word").append(random.nextInt(1000)).append(" and <b>more</b> of the same text</p>");
            }
            pages[i] = html.append("</body></html>").toString().getBytes();
        }
        // Else each answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(AT_ONCE));
        server.createContext("/", x -> {
            String path = x.getRequestURI().getPath().substring(1);
            boolean page = path.matches("\\d{1,4}");
            byte[] body = page ? pages[Integer.parseInt(path)] : new byte[] {'-'};
            x.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            x.sendResponseHeaders(page ? 200 : 404, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
    }
}
