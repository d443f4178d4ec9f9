package io.trawl.engine;

import com.sun.net.httpserver.HttpServer;
import io.trawl.Exchange;
import io.trawl.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How close a session comes to the concurrency it may have: 200 hosts (one server in a process of its own, each answer
 * after 20 ms), many more requests than permits. Prints the requests in flight on average over the middle four fifths of
 * the run, as a share of the permits, and what a request costs beside its exchange. Then the requests per second of all
 * other hosts while one host's name takes five seconds, beside the same without it.
 */
public final class HeldBench {
    private static final int HOSTS = 200;
    private static final int LATENCY_MS = 20;

    private HeldBench() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("serve")) {
            serve();
            return;
        }
        var server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeldBench.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var port = server.inputReader()) {
            int at = Integer.parseInt(port.readLine().strip());
            run(at, 20, 4_000);
            for (int permits : new int[] {5, 10, 20, 30}) {
                for (int round = 0; round < 3; round++) {
                    System.out.println(run(at, permits, permits * 400));
                }
            }
            for (int round = 0; round < 5; round++) {
                double without = others(at, false);
                double beside = others(at, true);
                System.out.printf(
                        Locale.ROOT,
                        "a name of 5 s: the others %.0f requests/s, without it %.0f, ratio %.3f%n",
                        beside,
                        without,
                        beside / without);
            }
        } finally {
            server.destroy();
        }
    }

    private static String run(int port, int permits, int requests) {
        byte[] loopback = {127, 0, 0, 1};
        try (var session = LocalSession.open(c -> ((Config) c)
                .lookup(host -> new InetAddress[] {InetAddress.getByAddress(host, loopback)})
                .robots(false)
                .connections(HOSTS)
                .maxConcurrency(permits))) {
            var urls = new ArrayList<String>();
            for (int i = 0; i < requests; i++) {
                urls.add("http://h" + i % HOSTS + ".example:" + port + "/" + i);
            }
            var job = session.batch(urls)
                    .maxConcurrency(2 * permits)
                    .formats(Format.RAW_HTML)
                    .start();
            job.await();
            return held(job.exchanges(), permits);
        }
    }

    /** Requests per second of the hosts whose names are there at once. */
    private static double others(int port, boolean slow) {
        byte[] loopback = {127, 0, 0, 1};
        try (var session = LocalSession.open(c -> ((Config) c)
                .lookup(host -> {
                    if (host.startsWith("slow")) {
                        LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
                    }
                    return new InetAddress[] {InetAddress.getByAddress(host, loopback)};
                })
                .robots(false)
                .connections(HOSTS)
                .maxConcurrency(20))) {
            var urls = new ArrayList<String>();
            for (int i = 0; i < 4_000; i++) {
                urls.add("http://h" + i % HOSTS + ".example:" + port + "/" + i);
                if (slow && i % 20 == 0) {
                    urls.add("http://slow.example:" + port + "/" + i);
                }
            }
            var job = session.batch(urls)
                    .maxConcurrency(40)
                    .formats(Format.RAW_HTML)
                    .start();
            job.await();
            var all = job.exchanges().stream()
                    .filter(x -> !x.url().contains("slow"))
                    .toList();
            Instant last = all.stream()
                    .map(x -> x.start().plus(x.elapsed()))
                    .max(Instant::compareTo)
                    .orElseThrow();
            return all.size() / (Duration.between(all.get(0).start(), last).toNanos() / 1e9);
        }
    }

    private static String held(List<Exchange> all, int permits) {
        Instant first = all.get(all.size() / 10).start();
        Instant last = all.get(all.size() * 9 / 10).start();
        long area = 0;
        for (Exchange x : all) {
            Instant from = x.start().isBefore(first) ? first : x.start();
            Instant end = x.start().plus(x.elapsed());
            Instant to = end.isAfter(last) ? last : end;
            area += Math.max(0, Duration.between(from, to).toNanos());
        }
        double window = Duration.between(first, last).toNanos();
        double perRequest = window * permits / (all.size() * 0.8) / 1e6;
        double exchange =
                all.stream().mapToLong(x -> x.elapsed().toNanos()).average().orElse(0) / 1e6;
        return String.format(
                Locale.ROOT,
                "%3d permits: %5.1f %% held, %6.0f requests/s, %.2f ms per permit and request, of which %.2f ms exchange",
                permits,
                100 * area / window / permits,
                all.size() * 0.8 / window * 1e9,
                perRequest,
                exchange);
    }

    private static void serve() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var timer = Executors.newScheduledThreadPool(2);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(Executors.newFixedThreadPool(4));
        byte[] body = "<title>Page</title>".getBytes();
        server.createContext(
                "/",
                x -> timer.schedule(
                        () -> {
                            try {
                                x.sendResponseHeaders(200, body.length);
                                x.getResponseBody().write(body);
                                x.close();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        LATENCY_MS,
                        TimeUnit.MILLISECONDS));
        server.start();
        System.out.println(server.getAddress().getPort());
    }
}
