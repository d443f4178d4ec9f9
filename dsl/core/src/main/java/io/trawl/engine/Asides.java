package io.trawl.engine;

import io.trawl.Outcome;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The requests that serve a job and are none of its pages, as those for sitemaps; its end ends them. Thread-safe. */
final class Asides {
    private final JobBase<?> job;
    private final List<PageTask<?>> tasks = new ArrayList<>();

    Asides(JobBase<?> job) {
        this.job = job;
    }

    /**
     * Starts one; at once over where the job ends already.
     *
     * @param written the URL of the user's that it belongs to
     * @param maxBody bytes that its body may have
     */
    <X> void start(String url, URI written, long maxBody, PageTask.Parser<X> parser, Consumer<Outcome<X>> then) {
        var task = new PageTask<>(job, url, parser, redirect -> null, then)
                .from(written)
                .upTo(maxBody);
        boolean over;
        synchronized (this) {
            tasks.add(task);
            over = job.isEnding();
        }
        if (over) {
            task.cancel(Failures.cancelled(url));
        } else {
            task.start();
        }
    }

    void cancel() {
        all().forEach(task -> task.cancel(Failures.cancelled("")));
    }

    synchronized List<PageTask<?>> all() {
        return List.copyOf(tasks);
    }
}
