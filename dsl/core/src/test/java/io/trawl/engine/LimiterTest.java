package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the limiter promises, in virtual time. */
@Row("B3")
class LimiterTest {
    private final VirtualClock clock = new VirtualClock();
    private final Limiter limiter = new Limiter(clock, 100, 100, () -> 0.5);
    private final List<String> starts = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private static Pace pace(int atOnce, int perHost, long spacing) {
        return new Pace(
                atOnce,
                perHost,
                0,
                Duration.ofSeconds(1),
                Duration.ofMillis(spacing),
                Duration.ZERO,
                Duration.ZERO,
                Pace.Adaptive.NEVER);
    }

    private Limiter.Share job(Pace pace) {
        return limiter.share(pace, Breaker.Rule.DEFAULT, true, Long.MAX_VALUE, (host, state) -> {});
    }

    private Limiter.Ticket ask(Limiter.Share job, String host) {
        var ticket = limiter.ticket(
                job,
                host,
                () -> starts.add(host + "@" + clock.nanos() / 1_000_000),
                open -> refused.add(host + " for " + open.toSeconds() + " s"));
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
    void theStrictestJobOnAHostWinsWhoeverCameFirst() {
        var loose = job(pace(10, 10, 0));
        var strict = job(pace(10, 1, 0));
        var first = ask(strict, "a");
        ask(loose, "a");
        ask(loose, "b");
        assertThat(starts).containsExactly("a@0", "b@0");
        first.release();
        assertThat(starts).containsExactly("a@0", "b@0", "a@0");
    }

    @Test
    void aGentleJobsSpacingBindsTheOthersOnItsHostWhileItIsThere() {
        var gentle = job(pace(10, 10, 1_000));
        var hasty = job(pace(10, 10, 0));
        var first = ask(gentle, "a");
        ask(hasty, "a");
        ask(hasty, "a");
        assertThat(starts).containsExactly("a@0");
        clock.advance(Duration.ofMillis(400));
        assertThat(starts).containsExactly("a@0");
        first.release();
        assertThat(starts).containsExactly("a@0", "a@400", "a@400");
    }

    @Test
    void noMoreIsGrantedOnAHostThanTheClientHasConnectionsFor() {
        var narrow = new Limiter(clock, 100, 3, () -> 0.5);
        var job = narrow.share(pace(50, 50, 0), Breaker.Rule.DEFAULT, true, Long.MAX_VALUE, (host, state) -> {});
        for (int i = 0; i < 10; i++) {
            narrow.ticket(job, "a", () -> starts.add("a"), open -> {}).enqueue();
        }
        assertThat(starts).hasSize(3);
    }

    @Test
    void aJobsShareIsHeldLongerThanItsHost() {
        var job = job(pace(2, 1, 0));
        var parsing = ask(job, "a");
        ask(job, "a");
        ask(job, "b");
        ask(job, "b");
        assertThat(starts).containsExactly("a@0", "b@0");
        parsing.exchanged();
        assertThat(starts).containsExactly("a@0", "b@0");
        assertThat(limiter.inFlight()).isEqualTo(1);
        parsing.release();
        assertThat(starts).containsExactly("a@0", "b@0", "a@0");
    }

    @Test
    void aWideBatchIsDecidedWithoutLookingAtAllThatWaits() {
        var job = job(pace(10, 10, 0));
        var tickets = new ArrayList<Limiter.Ticket>();
        for (int i = 0; i < 100_000; i++) {
            tickets.add(ask(job, i % 2 == 0 ? "one" : "h" + i));
        }
        tickets.forEach(Limiter.Ticket::release);
        assertThat(limiter.inFlight()).isZero();
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
        var job = job(new Pace(
                10, 10, 2, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ZERO, Pace.Adaptive.NEVER));
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

    private void fail(Limiter.Share job, String host, int times) {
        for (int i = 0; i < times; i++) {
            var ticket = ask(job, host);
            ticket.record(false, HostReport.Reply.ANSWERED, Duration.ZERO);
            ticket.release();
        }
    }

    private void answers(Limiter.Share job, String host) {
        var ticket = ask(job, host);
        ticket.record(true, HostReport.Reply.ANSWERED, Duration.ZERO);
        ticket.release();
        starts.clear();
    }

    @Test
    @Row("B7")
    void fiveFailuresInARowParkTheHostAndLeaveTheOthers() {
        var job = job(pace(1, 1, 0));
        answers(job, "down");
        fail(job, "down", 5);
        starts.clear();
        ask(job, "down");
        ask(job, "up").release();
        clock.advance(Duration.ofSeconds(59));
        assertThat(starts).containsExactly("up@0");
        clock.advance(Duration.ofSeconds(2));
        assertThat(starts).containsExactly("up@0", "down@60000");
    }

    @Test
    @Row("B7")
    void oneProbesAndTwoGoodAnswersCloseIt() {
        var job = job(pace(10, 10, 0));
        answers(job, "down");
        fail(job, "down", 5);
        starts.clear();
        var first = ask(job, "down");
        var second = ask(job, "down");
        ask(job, "down");
        ask(job, "down");
        clock.advance(Duration.ofSeconds(60));
        assertThat(starts).hasSize(1);
        first.record(true, HostReport.Reply.ANSWERED, Duration.ZERO);
        first.release();
        assertThat(starts).hasSize(2);
        second.record(true, HostReport.Reply.ANSWERED, Duration.ZERO);
        assertThat(starts).hasSize(4);
    }

    @Test
    @Row("B7")
    void aHostThatFailsItsThirdOpeningIsGivenUp() {
        var job = job(pace(10, 10, 0));
        answers(job, "down");
        fail(job, "down", 5);
        var probe = ask(job, "down");
        clock.advance(Duration.ofSeconds(60));
        probe.record(false, HostReport.Reply.ANSWERED, Duration.ZERO);
        probe.release();
        var second = ask(job, "down");
        ask(job, "down");
        clock.advance(Duration.ofSeconds(60));
        assertThat(refused).isEmpty();
        second.record(false, HostReport.Reply.ANSWERED, Duration.ZERO);
        second.release();
        assertThat(refused).containsExactly("down for 60 s");
    }

    @Test
    @Row("B7")
    void parkingIsPointlessForALoneRequestAShortDeadlineAndAHostThatNeverAnswered() {
        var job = job(pace(10, 10, 0));
        answers(job, "down");
        fail(job, "down", 5);
        fail(job, "never", 5);
        ask(job, "never");
        ask(limiter.share(pace(1, 1, 0), Breaker.Rule.DEFAULT, false, Long.MAX_VALUE, (h, s) -> {}), "down");
        long soon = Duration.ofSeconds(30).toNanos();
        ask(limiter.share(pace(1, 1, 0), Breaker.Rule.DEFAULT, true, soon, (h, s) -> {}), "down");
        ask(job, "down");
        assertThat(refused).containsExactly("never for 60 s", "down for 60 s", "down for 60 s");
    }

    @Test
    void aPaceMayChangeWhileTheJobRuns() {
        var job = job(pace(10, 1, 1_000));
        for (int i = 0; i < 20; i++) {
            ask(job, "a");
            ask(job, "b");
        }
        assertThat(starts).containsExactly("a@0", "b@0");
        starts.clear();
        job.change(pace -> pace.withPerHost(10).withSpacing(Duration.ofMillis(100)));
        clock.advance(Duration.ofMillis(250));
        assertThat(starts).containsExactlyInAnyOrder("a@100", "b@100", "a@200", "b@200");
        starts.clear();
        job.change(pace -> pace.withSpacing(Duration.ZERO));
        assertThat(starts).as("ten at once in all").hasSize(4);
        job.change(pace -> pace.withMaxConcurrency(12));
        assertThat(starts).hasSize(6);
        job.change(pace -> pace.withMaxConcurrency(1));
        assertThat(starts).as("none is taken back").hasSize(6);
    }

    /** A host that does one request per 100 ms, one after the other, whatever comes. */
    private final class SlowHost {
        private final Limiter.Share job;
        private long freeAt;
        private long sum;
        private int served;

        SlowHost(Pace pace) {
            job = job(pace);
        }

        void ask(int many) {
            for (int i = 0; i < many; i++) {
                var ticket = new Limiter.Ticket[1];
                ticket[0] = limiter.ticket(job, "slow", () -> serve(ticket[0]), open -> {});
                ticket[0].enqueue();
            }
        }

        private void serve(Limiter.Ticket ticket) {
            freeAt = Math.max(freeAt, clock.nanos()) + Duration.ofMillis(100).toNanos();
            var took = Duration.ofNanos(freeAt - clock.nanos());
            clock.schedule(took, () -> {
                served++;
                sum += took.toMillis();
                ticket.record(true, HostReport.Reply.ANSWERED, took);
                ticket.release();
            });
        }
    }

    @Test
    void anAdaptiveJobSparesAHostThatAnswersEverLaterAndStillUsesIt() {
        var careless = new SlowHost(pace(20, 20, 0));
        careless.ask(400);
        clock.advance(Duration.ofSeconds(40));
        assertThat(careless.served).isEqualTo(400);
        assertThat(careless.sum / 400).as("it only made a queue").isGreaterThan(1_900);

        var careful = new SlowHost(new Pace(
                20,
                20,
                0,
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Pace.Adaptive.WHERE_NEEDED));
        careful.ask(20);
        clock.advance(Duration.ofSeconds(20));
        careful.ask(380);
        clock.advance(Duration.ofSeconds(60));
        assertThat(careful.served).as("in 60 s, of 600 at most").isGreaterThan(300);
        assertThat(careful.sum / careful.served).isLessThan(600);
    }

    @Test
    void anAdaptiveJobSlowsDownWhereAHostRefusesAndSpeedsUpAgain() {
        var job = job(new Pace(
                5,
                5,
                0,
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Pace.Adaptive.WHERE_NEEDED));
        // The host answers 429 during the first ten seconds.
        for (int i = 0; i < 500; i++) {
            var ticket = new Limiter.Ticket[1];
            ticket[0] = limiter.ticket(
                    job,
                    "a",
                    () -> {
                        starts.add("a@" + clock.nanos() / 1_000_000);
                        clock.schedule(Duration.ofMillis(20), () -> {
                            boolean refused =
                                    clock.nanos() < Duration.ofSeconds(10).toNanos();
                            ticket[0].record(
                                    true,
                                    refused ? HostReport.Reply.TOO_MUCH : HostReport.Reply.ANSWERED,
                                    Duration.ofMillis(20));
                            ticket[0].release();
                        });
                    },
                    open -> {});
            ticket[0].enqueue();
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(starts).as("careless it would be all 500").hasSizeBetween(6, 12);
        clock.advance(Duration.ofSeconds(290));
        assertThat(starts).hasSize(500);
    }
}
