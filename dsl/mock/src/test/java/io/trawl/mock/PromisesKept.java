package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.mock.MockSite.Hit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was promised was kept, as the server saw it. In virtual time, without a network's delays, a request arrives
 * at the moment at which it leaves.
 */
final class PromisesKept {
    private final RandomJobs world;
    private final List<Hit> log;

    PromisesKept(RandomJobs world) {
        this.world = world;
        this.log = world.log;
    }

    void check() {
        for (Hit hit : log) {
            assertThat(active(hit.at(), other -> true))
                    .as("in all at %s", hit.at())
                    .isLessThanOrEqualTo(world.cap);
            RandomJobs.Job job = job(hit);
            if (job != null) {
                checkJob(hit, job);
            }
        }
        for (RandomJobs.Host host : world.hosts) {
            var here =
                    log.stream().filter(hit -> hit.host().equals(host.name())).toList();
            checkStarts(here, host);
            checkRests(here, host);
            new BreakerAsSeen(here).check();
        }
    }

    private RandomJobs.@Nullable Job job(Hit hit) {
        int at = hit.path().indexOf("?j=");
        return at < 0 ? null : world.jobs.get(Integer.parseInt(hit.path().substring(at + 3)));
    }

    private static Duration end(Hit hit) {
        return hit.at().plus(hit.took());
    }

    private long active(Duration moment, Predicate<Hit> which) {
        return log.stream()
                .filter(which)
                .filter(hit -> hit.at().compareTo(moment) <= 0 && end(hit).compareTo(moment) > 0)
                .count();
    }

    private void checkJob(Hit hit, RandomJobs.Job job) {
        var terms = job.at(hit.at());
        assertThat(active(hit.at(), other -> job(other) == job))
                .as("of job %s at %s", job.id, hit.at())
                .isLessThanOrEqualTo(terms.atOnce());
        assertThat(active(hit.at(), other -> other.host().equals(hit.host())))
                .as("on %s at %s, by job %s", hit.host(), hit.at(), job.id)
                .isLessThanOrEqualTo(terms.perHost());
        assertThat(terms.paused()).as("job %s paused at %s", job.id, hit.at()).isFalse();
        if (job.cancelled != null) {
            assertThat(hit.at()).as("job %s is cancelled", job.id).isLessThanOrEqualTo(job.cancelled);
        }
    }

    private void checkStarts(List<Hit> here, RandomJobs.Host host) {
        for (int i = 1; i < here.size(); i++) {
            Hit hit = here.get(i);
            Duration gap = hit.at().minus(here.get(i - 1).at());
            if (!hit.path().equals("/robots.txt")) {
                assertThat(gap)
                        .as("Crawl-delay of %s at %s", host.name(), hit.at())
                        .isGreaterThanOrEqualTo(host.crawlDelay());
            }
            RandomJobs.Job job = job(hit);
            if (job == null) {
                continue;
            }
            var terms = job.at(hit.at());
            assertThat(gap)
                    .as("spacing on %s at %s, by job %s", host.name(), hit.at(), job.id)
                    .isGreaterThanOrEqualTo(terms.spacing().plus(job.jitter));
            if (terms.starts() > 0 && i >= terms.starts()) {
                assertThat(hit.at().minus(here.get(i - terms.starts()).at()))
                        .as("rate on %s at %s, by job %s", host.name(), hit.at(), job.id)
                        .isGreaterThanOrEqualTo(terms.per());
            }
        }
    }

    /** Nobody comes while the host asked to be left alone, but who was on his way. */
    private static void checkRests(List<Hit> here, RandomJobs.Host host) {
        Duration windowEnd = Duration.ofNanos(-1);
        for (Hit hit : here) {
            if (host.limit() > 0
                    && hit.at().compareTo(windowEnd) >= 0
                    && !hit.path().equals("/robots.txt")) {
                windowEnd = hit.at().plus(host.window());
            }
            boolean refused = (hit.status() == 429 || hit.status() == 503) && !hit.aborted();
            if (!refused) {
                continue;
            }
            Duration heard = end(hit);
            Duration until = host.limit() > 0
                    ? windowEnd
                    : host.retryAfter() > 0
                            ? heard.plusSeconds(host.retryAfter())
                            : Duration.ofSeconds(-host.retryAfter());
            assertThat(here)
                    .as("Retry-After of %s, heard at %s", host.name(), heard)
                    .noneMatch(
                            next -> next.at().compareTo(heard) > 0 && next.at().compareTo(until) < 0);
        }
    }

    /** The breaker of a host, worked out from its answers. */
    private final class BreakerAsSeen {
        private final List<Hit> here;
        private int inARow;
        private boolean probing;
        private @Nullable Duration opened;
        private @Nullable Duration until;

        BreakerAsSeen(List<Hit> here) {
            this.here = here;
        }

        private record Moment(Duration at, Hit hit, boolean start) {}

        void check() {
            var moments = new ArrayList<Moment>();
            for (Hit hit : here) {
                moments.add(new Moment(hit.at(), hit, true));
                moments.add(new Moment(end(hit), hit, false));
            }
            moments.sort(Comparator.comparing(Moment::at).thenComparing(m -> m.start ? 1 : 0));
            for (int i = 0; i < moments.size(); i++) {
                Moment moment = moments.get(i);
                if (moment.start) {
                    started(moment.hit);
                } else if (i > 0
                        && !moments.get(i - 1).start
                        && moments.get(i - 1).at.equals(moment.at)) {
                    // Of two that end at one moment nobody outside knows which was first.
                    return;
                } else {
                    ended(moment.hit);
                }
            }
        }

        private void started(Hit hit) {
            Duration end = until;
            if (end != null && hit.at().compareTo(end) < 0) {
                assertThat(hit.at()).as("%s open until %s", hit.host(), end).isEqualTo(opened);
            } else if (end != null) {
                until = null;
                probing = true;
                inARow = 0;
            }
            if (probing) {
                assertThat(active(hit.at(), other -> other.host().equals(hit.host())))
                        .as("probes of %s at %s", hit.host(), hit.at())
                        .isLessThanOrEqualTo(1);
            }
        }

        private void ended(Hit hit) {
            RandomJobs.Job job = job(hit);
            if (job == null || until != null || hit.aborted() && end(hit).equals(job.cancelled)) {
                return;
            }
            boolean ok = !hit.aborted() && hit.status() < 500;
            if (probing ? !ok : !ok && ++inARow >= job.failures) {
                opened = end(hit);
                until = opened.plus(job.open);
                probing = false;
                inARow = 0;
            } else if (ok) {
                inARow = probing ? inARow + 1 : 0;
                probing &= inARow < job.successes;
                inARow = probing ? inARow : 0;
            }
        }
    }
}
