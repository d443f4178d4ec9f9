package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Stall;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import outside.Users;

/** When the detector looks, and whom it accuses: the looks are counted by a virtual clock, the threads are real. */
@Row("B19")
class StallsTest {
    private final VirtualClock clock = new VirtualClock();
    private final Stalls stalls = new Stalls(clock);
    private final List<Stall> told = new ArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CompletableFuture<Thread> there = new CompletableFuture<>();
    private final ExecutorService pool = Threads.growing("trawl-cpu", 1, stalls::watch);

    StallsTest() {
        stalls.tell(Runnable::run, (job, stall) -> told.add(stall));
    }

    @AfterEach
    void end() {
        release.countDown();
        stop.set(true);
        pool.shutdownNow();
    }

    private Thread worker() throws Exception {
        return there.get(60, TimeUnit.SECONDS);
    }

    private void untilItWaits() throws Exception {
        Thread thread = worker();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Watched computing() throws Exception {
        var io = (Watched) Threads.io(stalls::watch).newThread(() -> Users.compute(there, stop));
        io.start();
        worker();
        return io;
    }

    @Test
    void aPoolThreadThatWaitsForLongIsToldOfOnceWithItsLine() throws Exception {
        pool.execute(() -> Users.waitFor(there, release));
        untilItWaits();
        stalls.begin();
        clock.advance(Duration.ofMillis(75));
        assertThat(told).as("not before it was seen to wait for 50 ms").isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(told).hasSize(1);
        Stall stall = told.get(0);
        assertThat(stall.io()).isFalse();
        assertThat(stall.thread()).startsWith("trawl-cpu-");
        assertThat(stall.place()).startsWith("outside.Users.waitFor (Users.java, line ");
        assertThat(stall.busy()).isGreaterThanOrEqualTo(Stalls.LIMIT);
        assertThat(stall.advice()).contains("blocking(() -> …)");
        assertThat(stall.view().text()).contains("STALL  pool thread trawl-cpu-", "write instead: ", "CountDownLatch");
    }

    @Test
    void oneThatAwaitsAsItShouldIsNot() throws Exception {
        pool.execute(() -> {
            Threads.waiting(true);
            Users.waitFor(there, release);
        });
        untilItWaits();
        stalls.begin();
        clock.advance(Duration.ofSeconds(10));
        assertThat(told).isEmpty();
    }

    @Test
    void onlyWhileAJobRunsAnythingTicks() throws Exception {
        pool.execute(() -> Users.waitFor(there, release));
        untilItWaits();
        assertThat(clock.isIdle()).isTrue();
        stalls.begin();
        assertThat(clock.isIdle()).isFalse();
        stalls.end();
        clock.advance(Duration.ofSeconds(1));
        assertThat(clock.isIdle()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void norWhileNoneOfTheThreadsHasAnythingToDo() throws Exception {
        pool.submit(() -> {}).get(60, TimeUnit.SECONDS);
        stalls.begin();
        clock.advance(Duration.ofSeconds(1));
        assertThat(clock.isIdle()).isTrue();
        pool.execute(() -> Users.waitFor(there, release));
        untilItWaits();
        clock.advance(Duration.ofSeconds(1));
        assertThat(told).hasSize(1);
        assertThat(clock.isIdle()).isTrue();
    }

    @Test
    void anIoThreadIsToldOfThatIsKeptBusyAlsoByComputing() throws Exception {
        computing();
        stalls.begin();
        clock.advance(Duration.ofSeconds(1));
        assertThat(told).hasSize(1);
        assertThat(told.get(0).io()).isTrue();
        assertThat(told.get(0).place()).startsWith("outside.Users.compute (Users.java, line ");
    }

    @Test
    void anIoThreadThatTurnsToOtherEventsIsBusyAndNotStalled() throws Exception {
        Watched io = computing();
        stalls.begin();
        for (int i = 0; i < 100; i++) {
            io.turn();
            clock.advance(Duration.ofMillis(40));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aPoolThreadMayComputeForAsLongAsItLikes() throws Exception {
        pool.execute(() -> Users.compute(there, stop));
        worker();
        stalls.begin();
        clock.advance(Duration.ofSeconds(1));
        assertThat(told).isEmpty();
    }
}
