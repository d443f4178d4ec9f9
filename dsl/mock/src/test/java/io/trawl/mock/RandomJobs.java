package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Batch;
import io.trawl.Document;
import io.trawl.Session;
import io.trawl.StreamJob;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hosts, jobs and what is done to the jobs while they run, all of it from one seed; carried out in virtual time. What was
 * promised stands here; whether it was kept, only the server's log says ({@link PromisesKept}).
 */
final class RandomJobs {
    private static final int PAGES = 12;

    /**
     * A host.
     *
     * @param crawlDelay what its robots.txt asks for
     * @param retryAfter what each of its refusals asks for: seconds, or a moment since the start where it is negative
     * @param limit requests that it takes in a window of {@code window}; 0 for any number
     */
    record Host(String name, Duration crawlDelay, int retryAfter, int limit, Duration window) {}

    /** What a job was allowed from a moment on. */
    record Terms(int atOnce, int perHost, int starts, Duration per, Duration spacing, boolean paused) {}

    /** A job and its terms by the moment from which they held. */
    static final class Job {
        final int id;
        final int failures;
        final Duration open;
        final int successes;
        final Duration jitter;
        final List<String> urls;
        final NavigableMap<Duration, Terms> terms = new TreeMap<>();
        final Batch plan;

        @Nullable
        StreamJob<Document> running;

        @Nullable
        Duration cancelled;

        private Job(int id, Random random, List<Host> hosts, Session session) {
            this.id = id;
            failures = 2 + random.nextInt(4);
            open = Duration.ofSeconds(2 + random.nextInt(4));
            successes = 1 + random.nextInt(2);
            jitter = Duration.ofMillis(random.nextInt(3) == 0 ? 1 + random.nextInt(60) : 0);
            urls = new ArrayList<>();
            int many = 1 + random.nextInt(14);
            for (int i = 0; i < many; i++) {
                Host host = hosts.get(random.nextInt(hosts.size()));
                urls.add("http://" + host.name + "/p" + (1 + random.nextInt(PAGES)) + "?j=" + id);
            }
            Terms first = new Terms(
                    1 + random.nextInt(6),
                    random.nextBoolean() ? 1 + random.nextInt(3) : 100,
                    random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
                    Duration.ofMillis(200 + random.nextInt(800)),
                    random.nextBoolean() ? Duration.ofMillis(random.nextInt(300)) : Duration.ZERO,
                    false);
            terms.put(Duration.ZERO, first);
            var retries = 1 + random.nextInt(4);
            Batch batch = session.batch(urls)
                    .maxConcurrency(first.atOnce)
                    .perHost(first.perHost)
                    .spacing(first.spacing)
                    .jitter(jitter, jitter.plusMillis(random.nextInt(40)))
                    .retry(r -> r.attempts(retries).backoff(Duration.ofMillis(150), 2.0))
                    .breaker(failures, open, successes)
                    .adaptive(random.nextBoolean());
            batch = first.starts == 0 ? batch : batch.rate(first.starts, first.per);
            plan = random.nextInt(3) == 0 ? batch.timeout(Duration.ofMillis(250)) : batch;
        }

        Terms at(Duration moment) {
            return terms.floorEntry(moment).getValue();
        }

        /** One more thing that is done to it. */
        private void disturb(Random random, Duration now) {
            Terms t = at(now);
            var job = java.util.Objects.requireNonNull(running);
            switch (random.nextInt(8)) {
                case 0 -> {
                    job.pause();
                    put(now, new Terms(t.atOnce, t.perHost, t.starts, t.per, t.spacing, true));
                }
                case 1, 2 -> goOn(now);
                case 3 -> {
                    var spacing = Duration.ofMillis(random.nextInt(400));
                    job.spacing(spacing);
                    put(now, new Terms(t.atOnce, t.perHost, t.starts, t.per, spacing, t.paused));
                }
                case 4 -> {
                    int perHost = 1 + random.nextInt(4);
                    job.perHost(perHost);
                    put(now, new Terms(t.atOnce, perHost, t.starts, t.per, t.spacing, t.paused));
                }
                case 5 -> {
                    int atOnce = 1 + random.nextInt(6);
                    job.maxConcurrency(atOnce);
                    put(now, new Terms(atOnce, t.perHost, t.starts, t.per, t.spacing, t.paused));
                }
                case 6 -> {
                    int starts = 1 + random.nextInt(4);
                    var per = Duration.ofMillis(200 + random.nextInt(800));
                    job.rate(starts, per);
                    put(now, new Terms(t.atOnce, t.perHost, starts, per, t.spacing, t.paused));
                }
                default -> {
                    if (random.nextInt(3) == 0) {
                        job.cancel();
                        cancelled = cancelled == null ? now : cancelled;
                    }
                }
            }
        }

        private void goOn(Duration now) {
            java.util.Objects.requireNonNull(running).resume();
            Terms t = at(now);
            put(now, new Terms(t.atOnce, t.perHost, t.starts, t.per, t.spacing, false));
        }

        private void put(Duration now, Terms next) {
            terms.put(now, next);
        }
    }

    final int cap;
    final List<Host> hosts = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final List<MockSite.Hit> log;

    /** Carries it out. */
    RandomJobs(long seed) {
        var random = new Random(seed);
        cap = 3 + random.nextInt(6);
        int many = 1 + random.nextInt(4);
        for (int i = 0; i < many; i++) {
            hosts.add(host("h" + i + ".example", random));
        }
        try (var site = MockSite.virtual(seed, s -> script(s, random))) {
            var session = site.session(c -> c.maxConcurrency(cap));
            int number = 1 + random.nextInt(4);
            for (int i = 0; i < number; i++) {
                jobs.add(new Job(i, random, hosts, session));
            }
            run(site, random);
            log = site.log();
            afterwards(site, session);
        }
    }

    private static Host host(String name, Random random) {
        var delay = Duration.ofMillis(random.nextInt(4) == 0 ? 50L + random.nextInt(300) : 0);
        boolean limited = random.nextInt(4) == 0;
        int after = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : random.nextInt(3) == 0 ? -random.nextInt(15) : 0;
        return new Host(
                name,
                delay,
                limited ? 0 : after,
                limited ? 1 + random.nextInt(6) : 0,
                Duration.ofMillis(500 + random.nextInt(3_000)));
    }

    private MockSite.Script script(MockSite.Script s, Random random) {
        MockSite.Script all = s.pages(10, i -> "<h1>Probe " + i + "</h1>").delay(Duration.ofSeconds(1));
        for (Host host : hosts) {
            all = all.host(host.name, h -> {
                MockSite.Script one = h.latency(Duration.ofMillis(20), Duration.ofMillis(400));
                if (!host.crawlDelay.isZero()) {
                    one = one.robots("User-agent: *\nCrawl-delay: " + host.crawlDelay.toMillis() / 1000.0 + "\n");
                }
                if (host.limit > 0) {
                    one = one.rateLimit(
                            host.limit,
                            host.window,
                            random.nextBoolean() ? MockSite.RetryAfter.SECONDS : MockSite.RetryAfter.DATE);
                }
                boolean ill = random.nextInt(3) == 0;
                for (int i = 1; i <= PAGES; i++) {
                    String path = "/p" + i;
                    one = one.page(path, "<h1>" + path + "</h1>");
                    if (host.limit == 0 && random.nextInt(ill ? 2 : 6) == 0) {
                        int bad = host.retryAfter != 0 ? (random.nextBoolean() ? 429 : 503) : 500;
                        one = random.nextBoolean() ? one.status(path, bad, bad, 200) : one.status(path, 200, bad);
                        one = host.retryAfter == 0 ? one : one.header(path, "Retry-After", retryAfter(host));
                    }
                }
                return one;
            });
        }
        return all;
    }

    private static String retryAfter(Host host) {
        return host.retryAfter > 0
                ? String.valueOf(host.retryAfter)
                : DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        VirtualTime.START.plusSeconds(-host.retryAfter).atZone(ZoneOffset.UTC));
    }

    private static Duration now(MockSite.Virtual site) {
        return Duration.between(VirtualTime.START, site.now());
    }

    private void run(MockSite.Virtual site, Random random) {
        for (Job job : jobs) {
            job.running = job.plan.start();
            pass(site, random);
            disturbAny(site, random);
            pass(site, random);
        }
        int more = random.nextInt(12);
        for (int i = 0; i < more; i++) {
            pass(site, random);
            disturbAny(site, random);
        }
        for (Job job : jobs) {
            pass(site, random);
            job.goOn(now(site));
        }
        for (Job job : jobs) {
            var results = java.util.Objects.requireNonNull(job.running).await(Duration.ofHours(3));
            assertThat(results).as("rows of job %s", job.id).hasSameSizeAs(job.urls);
            assertThat(job.running.toFuture()).succeedsWithin(Duration.ofSeconds(60));
            assertThat(job.running.state().isFinal()).isTrue();
        }
    }

    /** Odd to the nanosecond, so that nothing else happens at the moment at which something is done to a job. */
    private static void pass(MockSite.Virtual site, Random random) {
        site.pass(Duration.ofNanos(1 + 2L * random.nextInt(random.nextInt(4) == 0 ? 1_000_000_000 : 200_000_000)));
    }

    private void disturbAny(MockSite.Virtual site, Random random) {
        var started = jobs.stream().filter(job -> job.running != null).toList();
        started.get(random.nextInt(started.size())).disturb(random, now(site));
    }

    /** All permits are there again: so many can be taken at once, at one moment. */
    private void afterwards(MockSite.Virtual site, Session session) {
        assertThat(session.gauges().inFlight()).as("in flight when all is over").isZero();
        Duration over = now(site);
        var probes = site.urls().subList(0, cap);
        assertThat(session.batch(probes)
                        .maxConcurrency(cap)
                        .perHost(cap)
                        .await()
                        .ok())
                .hasSize(cap);
        var starts = site.log().stream()
                .filter(hit -> hit.host().equals("mock.example") && hit.path().matches("/[0-9]+"))
                .map(MockSite.Hit::at)
                .sorted(Comparator.naturalOrder())
                .toList();
        assertThat(starts).as("permits that can be taken again").hasSize(cap).containsOnly(starts.get(0));
        assertThat(starts.get(0)).isGreaterThanOrEqualTo(over);
    }
}
