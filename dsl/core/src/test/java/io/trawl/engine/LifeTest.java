package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.matrix.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which state follows which, whoever calls what and when. */
@Row("B12")
class LifeTest {
    private static final int THREADS = 4;

    @Test
    void aFinalStateIsFollowedByNone() {
        for (JobState state : JobState.values()) {
            for (JobState next : JobState.values()) {
                assertThat(state.mayBecome(next) && state.isFinal())
                        .as(state + " to " + next)
                        .isFalse();
            }
        }
        assertThat(JobState.CANCELLING.mayBecome(JobState.CANCELLED)).isTrue();
        assertThat(JobState.CANCELLING.mayBecome(JobState.DONE)).isFalse();
        assertThat(JobState.PAUSED.mayBecome(JobState.RUNNING)).isTrue();
        assertThat(JobState.QUEUED.mayBecome(JobState.PAUSED)).isFalse();
    }

    @Test
    void randomCallsFromSeveralThreadsGiveOnlyLegalTransitions() throws Exception {
        long seed = System.nanoTime();
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 300; round++) {
                check(threads, new Random(seed + round));
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void check(java.util.concurrent.ExecutorService threads, Random random) throws Exception {
        var log = new EventLog(Runnable::run, page -> Outcome.ok(page));
        var life = new Life(SystemClock.INSTANCE, log);
        boolean queued = random.nextBoolean();
        if (queued) {
            life.waits();
        } else {
            life.begins();
        }
        var together = new CountDownLatch(THREADS);
        var calls = new ArrayList<Future<?>>();
        for (int t = 0; t < THREADS; t++) {
            var own = new Random(random.nextLong());
            calls.add(threads.submit(() -> {
                together.countDown();
                together.await(60, TimeUnit.SECONDS);
                for (int i = 0; i < 30; i++) {
                    call(life, log, own);
                }
                return null;
            }));
        }
        for (var call : calls) {
            call.get(60, TimeUnit.SECONDS);
        }
        end(life, log, JobState.PARTIAL);
        var states = states(log);
        JobState now = queued ? JobState.QUEUED : JobState.RUNNING;
        for (JobState next : queued ? states.subList(1, states.size()) : states) {
            assertThat(now.mayBecome(next))
                    .as(now + " to " + next + " in " + states)
                    .isTrue();
            now = next;
        }
        assertThat(now).isEqualTo(life.state());
        assertThat(now.isFinal()).isTrue();
    }

    private static void call(Life life, EventLog log, Random random) {
        switch (random.nextInt(20)) {
            case 0 -> life.stops();
            case 1 -> life.halts(ErrorKind.CANCELLED);
            case 2 -> life.halts(ErrorKind.TIMEOUT);
            case 3 -> end(life, log, random.nextBoolean() ? JobState.FAILED : JobState.PARTIAL);
            case 4, 5 -> life.begins();
            case 6, 7, 8, 9, 10, 11 -> life.become(JobState.PAUSED, JobState.RUNNING);
            default -> life.become(JobState.RUNNING, JobState.PAUSED);
        }
    }

    private static void end(Life life, EventLog log, JobState last) {
        JobState end = life.ends(last);
        if (end != null) {
            log.close(new JobEvent.StateChanged(SystemClock.INSTANCE.now(), end));
        }
    }

    private static List<JobState> states(EventLog log) {
        var states = new ArrayList<JobState>();
        log.subscribe(new Listeners.All(e -> states.add(((JobEvent.StateChanged) e).state())));
        return states;
    }
}
