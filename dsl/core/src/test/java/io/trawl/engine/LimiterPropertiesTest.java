package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever jobs ask for and whatever is cancelled when: no promise is broken, no permit lost, nobody forgotten. */
@Row("B3")
class LimiterPropertiesTest {
    private static final int CAP = 7;
    private static final int HOST_CAP = 4;

    /** A request of the model and what became of it. */
    private static final class Asked {
        final int job;
        final String host;
        Limiter.Ticket ticket;
        boolean granted;
        boolean gone;

        Asked(int job, String host) {
            this.job = job;
            this.host = host;
        }

        boolean active() {
            return granted && !gone;
        }
    }

    /** What hosts ask for themselves: Crawl-delay, and Retry-After, of which the latest moment counts. */
    private static final class HostWishes {
        private final Map<String, Long> delay = new HashMap<>();
        private final Map<String, Long> notBefore = new HashMap<>();

        void change(Random random, Limiter limiter, long now) {
            String host = "h" + random.nextInt(3);
            var time = Duration.ofMillis(random.nextInt(300));
            if (random.nextInt(15) == 0) {
                limiter.holdBack(host, time);
                notBefore.merge(host, now + time.toNanos(), Math::max);
            }
            if (random.nextInt(30) == 0) {
                limiter.crawlDelay(host, time);
                delay.put(host, time.toNanos());
            }
        }

        void check(String host, List<Long> starts, long now) {
            assertThat(now).isGreaterThanOrEqualTo(notBefore.getOrDefault(host, 0L));
            if (starts != null) {
                assertThat(now - starts.get(starts.size() - 1)).isGreaterThanOrEqualTo(delay.getOrDefault(host, 0L));
            }
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void promisesHold(long seed) {
        var random = new Random(seed);
        int jobs = 1 + random.nextInt(4);
        var clock = new VirtualClock();
        var limiter = new Limiter(clock, CAP, HOST_CAP, random::nextDouble);
        var paces = new ArrayList<Pace>();
        var shares = new ArrayList<Limiter.Share>();
        for (int i = 0; i < jobs; i++) {
            Pace pace = pace(random);
            paces.add(pace);
            shares.add(limiter.share(pace, Breaker.Rule.DEFAULT, true, Long.MAX_VALUE, (host, state) -> {}));
        }
        var all = new ArrayList<Asked>();
        Map<String, List<Long>> starts = new HashMap<>();
        var wishes = new HostWishes();
        for (int i = 0; i < 150; i++) {
            var asked = new Asked(random.nextInt(jobs), "h" + random.nextInt(3));
            asked.ticket = limiter.ticket(
                    shares.get(asked.job),
                    asked.host,
                    () -> {
                        wishes.check(asked.host, starts.get(asked.host), clock.nanos());
                        granted(asked, all, paces, starts, clock);
                    },
                    open -> {});
            all.add(asked);
            asked.ticket.enqueue();
            end(all, random.nextInt(3), random);
            change(random, paces, shares);
            wishes.change(random, limiter, clock.nanos());
            clock.advance(Duration.ofMillis(random.nextInt(80)));
        }
        for (int rounds = 0; all.stream().anyMatch(a -> !a.gone) && rounds < 10_000; rounds++) {
            all.stream().filter(Asked::active).toList().forEach(LimiterPropertiesTest::leave);
            clock.advance(Duration.ofMillis(200));
        }
        assertThat(all).allMatch(a -> a.gone);
        assertThat(limiter.inFlight()).isZero();
    }

    private static Pace pace(Random random) {
        boolean rated = random.nextBoolean();
        int lo = random.nextInt(50);
        return new Pace(
                1 + random.nextInt(5),
                1 + random.nextInt(4),
                rated ? 1 + random.nextInt(4) : 0,
                Duration.ofMillis(1 + random.nextInt(500)),
                Duration.ofMillis(random.nextInt(150)),
                Duration.ofMillis(lo),
                Duration.ofMillis(lo + random.nextInt(50)),
                Pace.Adaptive.values()[random.nextInt(3)]);
    }

    /** Now and then a job gets another pace while it runs. */
    private static void change(Random random, List<Pace> paces, List<Limiter.Share> shares) {
        if (random.nextInt(20) == 0) {
            int job = random.nextInt(paces.size());
            paces.set(job, pace(random));
            shares.get(job).change(old -> paces.get(job));
        }
    }

    private static void end(List<Asked> all, int many, Random random) {
        for (int i = 0; i < many; i++) {
            Asked one = all.get(random.nextInt(all.size()));
            if (random.nextInt(3) > 0 || one.granted) {
                leave(one);
            }
        }
    }

    private static void leave(Asked asked) {
        asked.gone = true;
        if (asked.granted) {
            var reply =
                    asked.host.equals("h1") ? HostReport.Reply.values()[1 + asked.job % 2] : HostReport.Reply.ANSWERED;
            asked.ticket.record(true, reply, Duration.ofMillis(30));
        }
        asked.ticket.release();
        asked.ticket.release();
    }

    private static void granted(
            Asked asked, List<Asked> all, List<Pace> paces, Map<String, List<Long>> starts, VirtualClock clock) {
        assertThat(asked.granted || asked.gone)
                .as("granted once, and not after it left")
                .isFalse();
        // Those granted in the same decision are counted one after the other, as they start.
        asked.granted = true;
        var active = all.stream().filter(Asked::active).toList();
        var here = all.stream().filter(a -> a.host.equals(asked.host)).toList();
        assertThat(active).hasSizeLessThanOrEqualTo(CAP);
        assertThat(active.stream().filter(a -> a.job == asked.job))
                .hasSizeLessThanOrEqualTo(paces.get(asked.job).maxConcurrency());
        assertThat(here.stream().filter(Asked::active)).hasSizeLessThanOrEqualTo(HOST_CAP);
        var times = starts.computeIfAbsent(asked.host, h -> new ArrayList<>());
        long now = clock.nanos();
        // Every job that has something to do on the host binds it.
        for (int job = 0; job < paces.size(); job++) {
            int j = job;
            Pace pace = paces.get(job);
            if (here.stream().noneMatch(a -> a.job == j && !a.gone)) {
                continue;
            }
            assertThat(here.stream().filter(Asked::active)).hasSizeLessThanOrEqualTo(pace.perHost());
            if (!times.isEmpty()) {
                assertThat(now - times.get(times.size() - 1))
                        .isGreaterThanOrEqualTo(
                                pace.spacing().plus(pace.jitterLo()).toNanos());
            }
            if (j == asked.job && pace.starts() > 0 && times.size() >= pace.starts()) {
                assertThat(now - times.get(times.size() - pace.starts()))
                        .isGreaterThanOrEqualTo(pace.per().toNanos());
            }
        }
        times.add(now);
    }
}
