package io.trawl.files;

import io.trawl.Css;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.Session;
import io.trawl.Sink;
import io.trawl.Trawl;
import io.trawl.mock.MockSite;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How fast sinks are: 50,000 rows at once, and in groups of 100 as jobs bring them; and what a sink adds to a batch of
 * 2,000 pages of a site in this process, in turn. Medians.
 */
public final class SinkBench {
    private static final int ROWS = 50_000;
    private static final int PAGES = 2_000;
    private static final int ROUNDS = 7;

    record Price(String url, String title, BigDecimal price, int stock, boolean offer, Instant at) {}

    record Page(
            String url, @Css("h1") String title, @Css("p") int number) {}

    private SinkBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("sink-bench");
        var rows = new ArrayList<Price>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Price(
                    "http://shop.example/book/" + i,
                    "The book with the number " + i,
                    new BigDecimal(i).movePointLeft(2),
                    i % 50,
                    i % 3 == 0,
                    Instant.ofEpochSecond(i)));
        }
        String url = "jdbc:sqlite:" + folder;
        rate("SQLite", rows, i -> Sink.jdbc(url + "/plain" + i + ".db", "prices"));
        rate("SQLite, upsert", rows, i -> Sink.jdbc(url + "/upsert" + i + ".db", "prices", s -> s.upsertOn("url")));
        rate("CSV", rows, i -> Sink.csv(folder.resolve(i + ".csv")));
        rate("JSONL", rows, i -> Sink.jsonl(folder.resolve(i + ".jsonl")));
        rate("Parquet", rows, i -> Sink.parquet(folder.resolve(i + ".parquet")));
        overhead(url);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void rate(String name, List<Price> rows, Function<Integer, Sink<Object>> sink) throws Exception {
        Results<Price> results = Results.of(rows.stream().map(Outcome::ok).toList());
        double[] whole = new double[ROUNDS];
        double[] groups = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            results.writeTo(sink.apply(2 * round));
            whole[round] = seconds(start);
            start = System.nanoTime();
            Sink<Object> open = sink.apply(2 * round + 1).open("bench", null);
            for (int i = 0; i < ROWS; i += 100) {
                open.write(rows.subList(i, i + 100));
            }
            open.close();
            groups[round] = seconds(start);
        }
        System.out.printf(
                Locale.ROOT,
                "%-15s %,8.0f rows/s at once, %,8.0f rows/s in groups of 100%n",
                name,
                ROWS / median(whole),
                ROWS / median(groups));
    }

    private static void overhead(String url) throws Exception {
        double[] without = new double[ROUNDS];
        double[] with = new double[ROUNDS];
        try (var site = MockSite.start(s -> s.pages(PAGES, i -> "<h1>Page " + i + "</h1><p>" + i));
                Session session = Trawl.session(c -> c)) {
            for (int round = -1; round < ROUNDS; round++) {
                var plan = session.batch(site.urls()).extract(Page.class);
                long start = System.nanoTime();
                plan.await();
                double bare = seconds(start);
                start = System.nanoTime();
                plan.sink(Sink.jdbc(url + "/job" + round + ".db", "pages")).await();
                double sunk = seconds(start);
                if (round >= 0) {
                    without[round] = bare;
                    with[round] = sunk;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d pages: %.2f s without a sink, %.2f s into SQLite (%+.1f %%)%n",
                PAGES,
                median(without),
                median(with),
                100 * (median(with) / median(without) - 1));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
