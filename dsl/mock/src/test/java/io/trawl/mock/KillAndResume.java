package io.trawl.mock;

import static io.trawl.Trawl.millis;

import io.trawl.Css;
import io.trawl.JobState;
import io.trawl.Sink;
import io.trawl.Trawl;
import io.trawl.store.JournalReader;
import io.trawl.store.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that crawls a site, fetches for each page one more, and writes two files is killed at random moments and started again until it is done. The judges
 * are the site's own log, the files, and what stood in the checkpoint after each kill. Run by the tests for a few kills
 * and by {@code .ci/run soak} for 50: {@code java … io.trawl.mock.KillAndResume [kills] [seed]}.
 */
public final class KillAndResume {
    private static final int PAGES = 400;
    private static final int AT_ONCE = 8;

    record Row(@Css("h1") String name) {}

    private KillAndResume() {}

    /** What came of it. */
    record Report(int kills, int lost, int repeated, int takenAgain) {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("crawl")) {
            crawl(args[1], Path.of(args[2]));
            return;
        }
        int kills = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        int done = 0;
        int lost = 0;
        int repeated = 0;
        for (int round = 0; done < kills; round++) {
            Path folder = Files.createTempDirectory("kill-and-resume");
            Report report = run(folder, new Random(seed + round), Math.min(5, kills - done));
            done += report.kills;
            lost += report.lost;
            repeated += report.repeated;
            System.out.println("crawl " + round + ": " + report);
        }
        System.out.println(done + " kills: lost " + lost + ", repeated " + repeated);
        if (lost + repeated > 0) {
            System.exit(1);
        }
    }

    /** The process that is killed. */
    private static void crawl(String seed, Path folder) {
        var job = Trawl.crawl(seed)
                .entireDomain(true)
                .exclude("/d\\d")
                .limit(2 * PAGES)
                .maxConcurrency(AT_ONCE)
                .checkpoint(folder.resolve("crawl.trawl"))
                .fetchAll("a.detail")
                .extract(Row.class)
                .sink(Sink.csv(folder.resolve("rows.csv")))
                .sink(Sink.jsonl(folder.resolve("rows.jsonl")))
                .start();
        job.onProgress(p -> System.out.println(p.done()));
        job.await();
        if (job.state() != JobState.DONE) {
            throw new IllegalStateException(job.toString());
        }
    }

    /** Three links on, one back. */
    private static String page(int i) {
        var html = new StringBuilder("<h1>List " + i + "</h1><a href='/" + Math.max(1, i / 2) + "'>back</a>");
        html.append("<a class='detail' href='/d").append(i).append("'>detail</a>");
        for (int child = 3 * i - 1; child <= Math.min(PAGES, 3 * i + 1); child++) {
            html.append("<a href='/").append(child).append("'>on</a>");
        }
        return html.append("<p>")
                .append("Text of some length. ".repeat(50))
                .append("</p>")
                .toString();
    }

    private static MockSite.Script site(MockSite.Script empty) {
        MockSite.Script all = empty.pages(PAGES, KillAndResume::page).delay(millis(40));
        for (int i = 1; i <= PAGES; i++) {
            all = all.page("/d" + i, "<h1>Page " + i + "</h1><p>" + "Detail. ".repeat(50) + "</p>");
        }
        return all;
    }

    static Report run(Path folder, Random random, int kills) throws Exception {
        var recorded = new HashSet<String>();
        int killed = 0;
        int repeated = 0;
        try (var site = MockSite.start(KillAndResume::site)) {
            while (true) {
                var before = requests(site);
                var child = start(site.url("/1"), folder);
                boolean ended = ended(child, killed < kills ? 20 + random.nextInt(300) : 120_000);
                child.destroyForcibly().waitFor();
                var after = requests(site);
                for (String path : recorded) {
                    repeated += after.getOrDefault(path, 0) - before.getOrDefault(path, 0);
                }
                if (ended) {
                    if (child.exitValue() != 0) {
                        throw new IllegalStateException("the last run ended with " + child.exitValue());
                    }
                    break;
                }
                killed++;
                recorded.addAll(recorded(folder.resolve("crawl.trawl")));
            }
            var rows = Files.readAllLines(folder.resolve("rows.csv"));
            var lines = Files.readAllLines(folder.resolve("rows.jsonl"));
            int lost = 2 * PAGES - new HashSet<>(rows.subList(1, rows.size())).size() - new HashSet<>(lines).size();
            repeated += rows.size() - 1 - new HashSet<>(rows.subList(1, rows.size())).size();
            repeated += lines.size() - new HashSet<>(lines).size();
            int pages = (int) site.log().stream()
                    .filter(h -> !h.path().equals("/robots.txt"))
                    .count();
            return new Report(killed, lost, repeated, pages - 2 * PAGES);
        }
    }

    private static Process start(String seed, Path folder) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Dtrawl.data=" + folder.resolve("home"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillAndResume.class.getName(),
                        "crawl",
                        seed,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for so long from its first progress: before, there is nothing to lose. */
    private static boolean ended(Process child, long millis) throws Exception {
        try (var out = child.inputReader()) {
            if (out.readLine() == null) {
                return child.waitFor(60, TimeUnit.SECONDS);
            }
            try {
                child.onExit().get(millis, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                return false;
            }
        }
    }

    private static Map<String, Integer> requests(MockSite site) {
        var counts = new HashMap<String, Integer>();
        site.log().forEach(hit -> counts.merge(hit.path(), 1, Integer::sum));
        return counts;
    }

    /** What the checkpoint says has ended: pages, and those that were fetched for them. */
    private static Set<String> recorded(Path file) {
        var paths = new HashSet<String>();
        var reader = JournalReader.open(file, Secrets.UNKNOWN);
        reader.pages((found, ended) -> {
            String path = URI.create(found.url()).getPath();
            if (ended != null) {
                paths.add(path);
            }
            String detail = "/d" + path.substring(1);
            if (reader.beside(
                            found.index(),
                            URI.create(found.url()).resolve(detail).toString())
                    != null) {
                paths.add(detail);
            }
        });
        return paths;
    }
}
