package io.trawl.engine;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The pages that some pages of a job lead to, each once in the job: the nearest first, those of one page in its order. */
final class Followed {
    /** From one page; a chain without end would else never be done. */
    private static final int MOST = 1_000;

    private final StageContext job;
    private final String css;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    Followed(StageContext job, String css) {
        this.job = job;
        this.css = css;
    }

    CompletableFuture<List<Outcome<Document>>> from(Stage.Input input, Document page) {
        seen.add(page.url());
        var all = new ArrayList<Outcome<Document>>();
        all.add(Outcome.ok(page));
        return further(input, List.of(page), all);
    }

    private CompletableFuture<List<Outcome<Document>>> further(
            Stage.Input input, List<Document> last, List<Outcome<Document>> all) {
        var next = new ArrayList<CompletableFuture<Outcome<Document>>>();
        boolean more = false;
        for (Document page : last) {
            for (String url : job.links(page, css)) {
                if (seen.add(url)) {
                    more = all.size() + next.size() >= MOST;
                    if (more) {
                        break;
                    }
                    next.add(job.fetch(input, url));
                }
            }
        }
        if (more) {
            all.add(Outcome.failed(Failure.of(
                    ErrorKind.TOO_LARGE,
                    input.page().url(),
                    "more than " + MOST + " pages follow from this one",
                    "crawl(…).follow(…).limit(…), which has room for them")));
        }
        if (next.isEmpty()) {
            return CompletableFuture.completedFuture(all);
        }
        boolean end = more;
        return StageContext.all(next)
                .thenComposeAsync(
                        outcomes -> {
                            all.addAll(outcomes);
                            var pages = new ArrayList<Document>();
                            outcomes.stream().filter(Outcome::isOk).forEach(o -> pages.add(o.orThrow()));
                            return further(input, end ? List.of() : pages, all);
                        },
                        job.executor());
    }
}
