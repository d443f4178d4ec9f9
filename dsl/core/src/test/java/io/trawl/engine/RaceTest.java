package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Awaitable;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who wins, who is started when, who is cancelled. */
@Row("B6")
class RaceTest {
    private final VirtualClock clock = new VirtualClock();
    private final List<CompletableFuture<String>> started = new ArrayList<>();

    private Awaitable<String> way() {
        return Deferred.started(clock, "a way", () -> {
            var future = new CompletableFuture<String>();
            started.add(future);
            return future;
        });
    }

    private CompletableFuture<String> race(Duration after) {
        return Race.<String>of(after, List.of(way(), way(), way()), clock).toFuture();
    }

    @Test
    void theFirstToSucceedWinsAndTheOthersAreCancelled() {
        var result = race(Duration.ZERO);
        assertThat(started).hasSize(3);
        started.get(2).completeExceptionally(new IllegalStateException("no"));
        assertThat(result).isNotDone();
        started.get(1).complete("second");
        assertThat(result).isCompletedWithValue("second");
        assertThat(started.get(0)).isCancelled();
    }

    @Test
    void aHedgeStartsTheNextOnlyWhereTheOneBeforeIsLateOrFails() {
        var result = race(Duration.ofSeconds(2));
        assertThat(started).hasSize(1);
        clock.advance(Duration.ofMillis(1_999));
        assertThat(started).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(started).hasSize(2);
        started.get(1).completeExceptionally(new IllegalStateException("no"));
        assertThat(started).hasSize(3);
        started.get(0).complete("first, after all");
        assertThat(result).isCompletedWithValue("first, after all");
        assertThat(started.get(2)).isCancelled();
    }

    @Test
    void aHedgeThatIsAnsweredInTimeStartsNoOther() {
        var result = race(Duration.ofSeconds(2));
        started.get(0).complete("first");
        clock.advance(Duration.ofHours(1));
        assertThat(started).hasSize(1);
        assertThat(result).isCompletedWithValue("first");
    }

    @Test
    void failsAsTheLastDidAndCancellingReachesAll() {
        var failing = race(Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            started.get(i).completeExceptionally(new IllegalStateException("no " + i));
        }
        assertThatThrownBy(failing::join).hasRootCauseMessage("no 2");
        var cancelled = race(Duration.ZERO);
        cancelled.cancel(true);
        assertThat(started.subList(3, 6)).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    void theVerbsTakeWhatCanBeAwaited() {
        var value = Trawl.firstOf(Trawl.blocking(() -> "slow"), Trawl.blocking(() -> "quick"));
        assertThat(value.await(Duration.ofSeconds(60))).isIn("slow", "quick");
        assertThat(Trawl.hedge(Duration.ofSeconds(60), Trawl.blocking(() -> "a"), Trawl.blocking(() -> "b"))
                        .await(Duration.ofSeconds(60)))
                .isEqualTo("a");
        assertThatThrownBy(() -> Trawl.<String>firstOf()).isInstanceOf(IllegalArgumentException.class);
    }
}
