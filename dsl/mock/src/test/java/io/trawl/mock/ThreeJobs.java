package io.trawl.mock;

import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;

import io.trawl.Document;
import io.trawl.StreamJob;
import java.util.ArrayList;
import java.util.List;

/** A process with three jobs, to be killed: {@code java … ThreeJobs <site>}. It prints {@code <id> <pages done>}. */
public final class ThreeJobs {
    private ThreeJobs() {}

    public static void main(String[] args) {
        var session = session(c -> c);
        var jobs = new ArrayList<StreamJob<Document>>();
        for (String part : List.of("a", "b", "c")) {
            var urls = new ArrayList<String>();
            for (int i = 0; i < 200; i++) {
                urls.add(args[0] + part + i);
            }
            var job = session.batch(urls).name("part " + part).maxConcurrency(2).start();
            jobs.add(job.onProgress(p -> System.out.println(job.id() + " " + p.done())));
        }
        jobs.forEach(job -> job.await(seconds(600)));
    }
}
