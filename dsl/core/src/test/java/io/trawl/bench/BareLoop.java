package io.trawl.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.jsoup.Jsoup;

/** The barest crawl that does the work: seen set, queue, fetch, parse, title and links. No robots, retries, limits, events. */
final class BareLoop {
    private static final Pattern NUMBER = Pattern.compile("Page (\\d+)");

    private final CompletableFuture<CrawlBench.Pages> done = new CompletableFuture<>();
    private final CloseableHttpAsyncClient client;
    private final ExecutorService cpu;
    private final Set<String> seen = new HashSet<>();
    private final ArrayDeque<String> queue = new ArrayDeque<>();
    private int active;
    private int fetched;
    private long sum;

    private BareLoop(CloseableHttpAsyncClient client, ExecutorService cpu) {
        this.client = client;
        this.cpu = cpu;
    }

    private synchronized void add(String url) {
        if (seen.add(url)) {
            queue.add(url);
        }
        pump();
    }

    private void pump() {
        while (active < CrawlBench.AT_ONCE && !queue.isEmpty()) {
            active++;
            fetch(queue.poll());
        }
        if (active == 0 && queue.isEmpty()) {
            done.complete(new CrawlBench.Pages(fetched, sum));
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
            var page = Jsoup.parse(new ByteArrayInputStream(body), "UTF-8", url);
            long number = number(page.title());
            var links = page.select("a[href]").eachAttr("abs:href");
            synchronized (this) {
                fetched++;
                sum += number;
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

    /** The number in a page's title. */
    static long number(String title) {
        var number = NUMBER.matcher(title);
        return number.matches() ? Long.parseLong(number.group(1)) : -1;
    }

    static CrawlBench.Pages run(String seed) throws Exception {
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(CrawlBench.AT_ONCE)
                .setMaxConnTotal(CrawlBench.AT_ONCE)
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
}
