package io.trawl.files;

import io.trawl.Css;
import io.trawl.JobState;
import io.trawl.Sink;
import io.trawl.Trawl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.IntStream;

/** The process that is killed while it writes to a database or a file. */
public final class KilledWriter {
    record Page(@Css("h1") String name) {}

    private KilledWriter() {}

    private static Sink<Object> sink(String kind, Path folder) {
        return switch (kind) {
            case "db" -> Sink.jdbc("jdbc:sqlite:" + folder.resolve("pages.db"), "pages");
            case "csv" -> Sink.csv(folder.resolve("pages.csv"));
            default -> Sink.parquet(folder.resolve("pages.parquet"));
        };
    }

    /** @param args the site, how many pages it has, a folder, and where rows go to */
    public static void main(String[] args) {
        var urls = new ArrayList<String>();
        IntStream.rangeClosed(1, Integer.parseInt(args[1])).forEach(i -> urls.add(args[0] + i));
        Path folder = Path.of(args[2]);
        var job = Trawl.batch(urls)
                .maxConcurrency(8)
                .checkpoint(folder.resolve("job.trawl"))
                .extract(Page.class)
                .sink(sink(args[3], folder))
                .start();
        job.onProgress(p -> System.out.println(p.done()));
        job.await();
        System.exit(job.state() == JobState.DONE ? 0 : 1);
    }
}
