package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Batch;
import io.trawl.StreamJob;
import io.trawl.View;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a job meets and whatever is done to it: {@code why()} accounts for all of its time, once. */
@Row("B23")
class VerdictPropertiesTest {
    private static final Pattern PART = Pattern.compile("\u2007?(\\d+) %  [\\d.]+ m?s  .+");

    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePartsAddUpToTheWhole(long seed) {
        var random = new Random(seed);
        var config = Config.DEFAULT
                .maxJobs(1 + random.nextInt(2))
                .connectionsPerHost(1 + random.nextInt(8))
                .maxConcurrency(1 + random.nextInt(12));
        var session = LocalSession.of(config, clock, net, random::nextDouble, clock);
        var jobs = new ArrayList<StreamJob<?>>();
        for (int i = 0; i < 3; i++) {
            jobs.add(plan(session, random, i).start());
        }
        for (int i = 0; i < 30; i++) {
            clock.advance(millis(random.nextInt(1_500)));
            var job = jobs.get(random.nextInt(jobs.size()));
            switch (random.nextInt(12)) {
                case 0, 1 -> job.pause();
                case 2, 3, 4 -> job.resume();
                case 5 -> job.maxConcurrency(1 + random.nextInt(10));
                case 6 -> stop(job, random);
                default -> check(job);
            }
        }
        jobs.forEach(StreamJob::resume);
        clock.advance(Duration.ofHours(2));
        for (var job : jobs) {
            assertThat(job.state().isFinal()).as("%s", job).isTrue();
            check(job);
            String told = job.why().text();
            clock.advance(Duration.ofDays(1));
            assertThat(job.why().text()).as("what is over takes no more time").isEqualTo(told);
        }
    }

    private static void stop(StreamJob<?> job, Random random) {
        if (random.nextInt(4) == 0) {
            job.cancel();
        }
    }

    private Batch plan(LocalSession session, Random random, int job) {
        var urls = new ArrayList<String>();
        for (int i = random.nextInt(40); i > 0; i--) {
            String url = "http://h" + random.nextInt(3) + ".example/" + job + "/" + i;
            int tries = 1 + random.nextInt(3);
            for (int t = 0; t < tries; t++) {
                int status = List.of(200, 200, 200, 404, 500, 503).get(random.nextInt(6));
                Map<String, List<String>> headers =
                        random.nextInt(8) == 0 ? Map.of("retry-after", List.of("3")) : Map.of();
                net.on(url, status, headers, "page", millis(random.nextInt(700)));
            }
            urls.add(url);
        }
        Batch plan = session.batch(urls).robots(random.nextBoolean()).maxConcurrency(1 + random.nextInt(10));
        plan = random.nextBoolean() ? plan.perHost(1 + random.nextInt(4)) : plan;
        plan = random.nextInt(3) == 0 ? plan.spacing(millis(random.nextInt(400))) : plan;
        plan = random.nextInt(3) == 0 ? plan.rate(1 + random.nextInt(5), millis(100 + random.nextInt(900))) : plan;
        plan = random.nextInt(4) == 0 ? plan.deadline(millis(1 + random.nextInt(20_000))) : plan;
        return plan.breaker(1 + random.nextInt(6), millis(1 + random.nextInt(5_000)), 1);
    }

    private static void check(StreamJob<?> job) {
        var base = (JobBase<?>) job;
        Duration told = base.share.ledger.parts().values().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(told).as("%s", job).isEqualTo(base.elapsed());
        var why = (View.Note) job.why();
        var parts = why.lines().stream()
                .map(PART::matcher)
                .filter(java.util.regex.Matcher::matches)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .toArray();
        if (why.headline().startsWith("limited by ")) {
            assertThat(parts).as("%s", why).isNotEmpty();
            assertThat(java.util.Arrays.stream(parts).sum()).as("%s", why).isEqualTo(100);
            assertThat(why.lines()).anyMatch(l -> l.startsWith("faster: ") && l.length() > 15);
            assertThat(why.text()).doesNotContain("null", " on ;", "host  ");
        } else {
            assertThat(parts).isEmpty();
            assertThat(why.headline()).isIn("nothing to tell yet", "nothing held it up");
        }
    }
}
