package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the limiter promises, in virtual time. */
@Row("B3")
class LimiterTest {
    private final VirtualClock clock = new VirtualClock();
    private final Limiter limiter = new Limiter(clock, 100, () -> 0.5);
    private final List<String> starts = new ArrayList<>();

    private static Pace pace(int atOnce, int perHost, long spacing) {
        return new Pace(
                atOnce, perHost, 0, Duration.ofSeconds(1), Duration.ofMillis(spacing), Duration.ZERO, Duration.ZERO);
    }

    private Limiter.Share job(Pace pace) {
        return limiter.share(pace, Breaker.Rule.DEFAULT);
    }

    private Limiter.Ticket ask(Limiter.Share job, String host) {
        var ticket = limiter.ticket(job, host, () -> starts.add(host + "@" + clock.nanos() / 1_000_000));
        ticket.enqueue();
        return ticket;
    }

    @Test
    void aJobHasNoMoreThanItsShare() {
        var job = job(pace(2, 2, 0));
        var first = ask(job, "a");
        ask(job, "b");
        ask(job, "c");
        assertThat(starts).containsExactly("a@0", "b@0");
        first.release();
        assertThat(starts).containsExactly("a@0", "b@0", "c@0");
    }

    @Test
    void startsOnOneHostAreSpacedThoughManyAskAtOnce() {
        var job = job(pace(10, 10, 250));
        for (int i = 0; i < 4; i++) {
            ask(job, "a");
        }
        clock.advance(Duration.ofSeconds(2));
        assertThat(starts).containsExactly("a@0", "a@250", "a@500", "a@750");
    }

    @Test
    void aSlowHostHoldsUpNobody() {
        var job = job(pace(10, 1, 1_000));
        for (int i = 0; i < 5; i++) {
            ask(job, "slow");
        }
        ask(job, "other");
        assertThat(starts).containsExactly("slow@0", "other@0");
    }

    @Test
    void theStrictestJobOnAHostWins() {
        var loose = job(pace(10, 10, 0));
        var strict = job(pace(10, 1, 0));
        ask(strict, "a");
        ask(strict, "a");
        ask(loose, "a");
        assertThat(starts).containsExactly("a@0");
    }

    @Test
    void retryAfterAndCrawlDelayHoldTheHostBack() {
        var job = job(pace(10, 10, 0));
        limiter.holdBack("a", Duration.ofSeconds(3));
        limiter.crawlDelay("b", Duration.ofSeconds(2));
        ask(job, "a");
        ask(job, "b");
        ask(job, "b");
        clock.advance(Duration.ofSeconds(5));
        assertThat(starts).containsExactly("b@0", "b@2000", "a@3000");
    }

    @Test
    void aRateIsKeptInEveryWindow() {
        var job = job(new Pace(10, 10, 2, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ZERO));
        for (int i = 0; i < 5; i++) {
            ask(job, "a");
        }
        clock.advance(Duration.ofSeconds(5));
        assertThat(starts).containsExactly("a@0", "a@0", "a@1000", "a@1000", "a@2000");
    }

    @Test
    void aPausedJobStartsNothingUntilItGoesOn() {
        var job = job(pace(10, 10, 0));
        job.pause(true);
        ask(job, "a");
        assertThat(starts).isEmpty();
        job.pause(false);
        assertThat(starts).containsExactly("a@0");
    }

    @Test
    @Row("B7")
    void fiveFailuresInARowParkTheHostAndLeaveTheOthers() {
        var job = job(pace(1, 1, 0));
        for (int i = 0; i < 5; i++) {
            var ticket = ask(job, "down");
            ticket.record(false);
            ticket.release();
        }
        starts.clear();
        ask(job, "down");
        ask(job, "up").release();
        clock.advance(Duration.ofSeconds(59));
        assertThat(starts).containsExactly("up@0");
        clock.advance(Duration.ofSeconds(2));
        assertThat(starts).containsExactly("up@0", "down@60000");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noPromiseIsBrokenAndNoPermitLostWhateverIsCancelled(long seed) {
        var random = new Random(seed);
        var small = new Limiter(clock, 7, random::nextDouble);
        var jobs = new ArrayList<Limiter.Share>();
        for (int i = 0; i < 3; i++) {
            jobs.add(small.share(
                    pace(1 + random.nextInt(5), 1 + random.nextInt(3), random.nextInt(300)), Breaker.Rule.DEFAULT));
        }
        int[] active = new int[1];
        Map<String, Long> last = new HashMap<>();
        var held = new ArrayList<Limiter.Ticket>();
        var waiting = new ArrayList<Limiter.Ticket>();
        for (int i = 0; i < 400; i++) {
            String host = "h" + random.nextInt(4);
            var ticket = new Limiter.Ticket[1];
            ticket[0] = small.ticket(jobs.get(random.nextInt(3)), host, () -> {
                active[0]++;
                held.add(ticket[0]);
                waiting.remove(ticket[0]);
                assertThat(active[0]).isLessThanOrEqualTo(7);
                last.put(host, clock.nanos());
            });
            waiting.add(ticket[0]);
            ticket[0].enqueue();
            if (!held.isEmpty() && random.nextInt(3) > 0) {
                active[0]--;
                held.remove(random.nextInt(held.size())).release();
            }
            if (!waiting.isEmpty() && random.nextInt(5) == 0) {
                waiting.remove(random.nextInt(waiting.size())).release();
            }
            clock.advance(Duration.ofMillis(random.nextInt(120)));
        }
        while (!held.isEmpty() || !waiting.isEmpty()) {
            while (!held.isEmpty()) {
                active[0]--;
                held.remove(0).release();
            }
            clock.advance(Duration.ofMillis(400));
        }
        assertThat(small.inFlight()).isZero();
    }
}
