package io.trawl.engine;

import static io.trawl.Trawl.blocking;
import static io.trawl.Trawl.delay;
import static io.trawl.Trawl.firstOf;
import static io.trawl.Trawl.gather;
import static io.trawl.Trawl.hours;
import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Awaitable;
import io.trawl.ErrorKind;
import io.trawl.ScrapeException;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several awaitables as one: how they fail, and that nothing is left running. */
class CombinedTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static <T> Awaitable<T> failing(String why) {
        return Trawl.of(CompletableFuture.failedFuture(new IllegalStateException(why)));
    }

    private static <T> Awaitable<T> started(List<CompletableFuture<T>> to) {
        return Deferred.started(SystemClock.INSTANCE, "a way", () -> {
            var future = new CompletableFuture<T>();
            to.add(future);
            return future;
        });
    }

    @Test
    @Row({"B2", "B9"})
    void ofThreeOneFailsAndTheOthersStand() {
        var mixed = gather(blocking(() -> "page"), failing("no crawl"), blocking(() -> 3))
                .await(LONG);
        assertThat(mixed.first().orThrow()).isEqualTo("page");
        assertThat(mixed.second().isOk()).isFalse();
        assertThat(mixed.third().orThrow()).isEqualTo(3);
        assertThatThrownBy(mixed::orThrow).hasMessageContaining("no crawl");
    }

    @Test
    @Row("B2")
    void theFirstFailureCancelsTheOthersWhereThatIsAskedFor() {
        var open = new ArrayList<CompletableFuture<String>>();
        assertThatThrownBy(() -> gather(
                                started(open),
                                Trawl.<String>of(failing("no").toFuture().thenApply(x -> "")))
                        .failFast()
                        .await(LONG))
                .isInstanceOf(ScrapeException.class)
                .hasMessageContaining("no");
        assertThat(open).hasSize(1).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    @Row("B2")
    void whatIsNotDoneAtTheDeadlineIsCancelledAndTheRestStands() {
        var open = new ArrayList<CompletableFuture<String>>();
        var all = gather(List.of(blocking(() -> "quick"), started(open)))
                .deadline(millis(200))
                .await(LONG);
        assertThat(all.ok()).containsExactly("quick");
        assertThat(all.failed()).extracting(io.trawl.Failure::kind).containsExactly(ErrorKind.TIMEOUT);
        assertThat(open).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    @Row("B6")
    void whereNoneComesThroughAllReasonsAreTold() {
        assertThatThrownBy(() ->
                        firstOf(failing("the first"), failing("the second")).await(LONG))
                .hasMessageContaining("none of 2")
                .hasMessageContaining("the first")
                .hasMessageContaining("the second");
    }

    @Test
    @Row("B6")
    void aFallbackThatCannotEvenStartIsAFailureAndNoHang() {
        Awaitable<String> broken = new Awaitable<>() {
            @Override
            public String await() {
                throw new IllegalArgumentException("wrong options");
            }

            @Override
            public String await(Duration limit) {
                return await();
            }

            @Override
            public CompletableFuture<String> toFuture() {
                throw new IllegalArgumentException("wrong options");
            }
        };
        assertThatThrownBy(() ->
                        CombinedTest.<String>failing("first").fallback(broken).await(LONG))
                .hasMessageContaining("wrong options");
        assertThat(broken.orElse("plan B").await(LONG)).isEqualTo("plan B");
        assertThat(broken.fallback(blocking(() -> "plan C")).await(LONG)).isEqualTo("plan C");
    }

    @Test
    @Row("B6")
    void theOtherIsStartedOnlyWhereItIsNeeded() {
        var open = new ArrayList<CompletableFuture<String>>();
        assertThat(blocking(() -> "fine").fallback(started(open)).await(LONG)).isEqualTo("fine");
        assertThat(open).isEmpty();
    }

    // Scopes

    @Test
    @Row("B9")
    void whatIsStartedInAScopeEndsWithIt() throws Exception {
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var open = new ArrayList<CompletableFuture<String>>();
        Awaitable<String> done;
        try (var s = scope()) {
            done = s.start(blocking(() -> "done"));
            s.start(started(open));
            s.start(blocking(() -> {
                begun.countDown();
                try {
                    return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                } finally {
                    interrupted.countDown();
                }
            }));
            assertThat(done.await(LONG)).isEqualTo("done");
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(s.running()).isEqualTo(2);
        }
        assertThat(open).allMatch(CompletableFuture::isCancelled);
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(done.await()).as("awaited again, it is the same start").isEqualTo("done");
    }

    @Test
    @Row("B9")
    void joiningEndsWithTheFirstFailureOrWithAll() {
        try (var s = scope()) {
            s.start(delay(millis(1)));
            s.start(blocking(() -> "fine"));
            s.join(LONG);
            assertThat(s.running()).isZero();
            s.start(delay(hours(1)));
            s.start(failing("one is enough"));
            assertThatThrownBy(() -> s.join(LONG)).hasMessageContaining("one is enough");
        }
    }

    @Test
    @Row("B9")
    void whatElseHasFailedByThenIsSuppressed() {
        try (var s = scope()) {
            s.start(failing("the first"));
            s.start(failing("the second"));
            assertThatThrownBy(() -> s.join(LONG))
                    .hasMessageContaining("the first")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .satisfies(other -> assertThat(other).hasMessageContaining("the second")));
        }
    }

    @Test
    void aClosedScopeStartsNothing() {
        var s = scope();
        s.close();
        s.close();
        assertThatThrownBy(() -> s.start(delay(millis(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    @Row("B9")
    void cancellingAScopeCancelsItsChildren() throws Exception {
        var open = new ArrayList<CompletableFuture<String>>();
        var begun = new CountDownLatch(1);
        var whole = scope(s -> {
                    var child = s.start(started(open));
                    begun.countDown();
                    return child.await();
                })
                .toFuture();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        whole.cancel(true);
        assertThat(open).hasSize(1).allMatch(CompletableFuture::isCancelled);
        assertThat(scope(s -> s.start(blocking(() -> 7)).await() * 6).await(LONG))
                .isEqualTo(42);
    }

    @Test
    @Row("B16")
    void blockingWorkHasAThreadThatMayWait() {
        boolean virtual =
                blocking(() -> Thread.currentThread().toString()).await(LONG).startsWith("VirtualThread");
        assertThat(virtual).isEqualTo(Runtime.version().feature() >= 24);
        assertThat(blocking(() -> Thread.currentThread().getName()).await(LONG)).startsWith("trawl-blocking-");
    }
}
