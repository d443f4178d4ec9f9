package io.trawl.kernel.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.api.Display;
import io.trawl.kernel.api.FakeDisplay;
import io.trawl.kernel.api.Frames;
import io.trawl.kernel.api.HandDrivenFrames;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Futures, and containers of what goes on changing. */
@Row("D2")
class LiveValuesTest {

    private final HandDrivenFrames frames = new HandDrivenFrames();
    private final FakeDisplay display = new FakeDisplay();
    private final Drawing drawing = new Drawing(frames, (what, e) -> {});

    @Test
    void aPendingFutureBecomesItsValueInPlace() {
        var future = new CompletableFuture<String>();
        assertThat(drawing.render(future, display).text()).isEqualTo("pending…");
        assertThat(display.live).isTrue();

        frames.advance(Duration.ofMillis(34));
        future.complete("forty-two");
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).isEqualTo("→ forty-two (34 ms)");
        assertThat(display.settled).isCompletedWithValue(1);
    }

    @Test
    void aPendingFutureBecomesItsFailureInPlace() {
        var future = new CompletableFuture<String>();
        drawing.render(future.thenApply(s -> s), display);
        future.completeExceptionally(new IllegalStateException("no price"));
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).startsWith("failed (0 ms)").contains("IllegalStateException: no price");
    }

    @Test
    void aCancelledFutureSaysCancelled() {
        var future = new CompletableFuture<String>();
        drawing.render(future, display);
        frames.advance(Duration.ofMillis(5));
        future.cancel(true);
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).isEqualTo("cancelled (5 ms)");
    }

    @Test
    void aFinishedFutureIsDrawnAtOnceAndNotAgain() {
        var failed = CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("no price")));

        assertThat(drawing.render(CompletableFuture.completedFuture("ready"), display)
                        .text())
                .isEqualTo("→ ready");
        assertThat(drawing.render(CompletableFuture.completedFuture(null), display)
                        .text())
                .isEqualTo("→ null");
        assertThat(drawing.render(failed, display).text()).startsWith("failed").contains("no price");
        assertThat(display.live).isFalse();
        assertThat(display.updates).isEmpty();
    }

    @Test
    void theValueOfAFutureIsDrawnAsItWouldBeAlone() {
        record Book(String title) {}
        Bundle bundle = drawing.render(CompletableFuture.completedFuture(List.of(new Book("Emma"))), display);

        assertThat(bundle.text()).isEqualTo("→\n1 element\ntitle\nEmma");
        assertThat(FakeDisplay.html(bundle)).contains("<table>").contains("Emma");
    }

    @Test
    void howLongItTookStandsAboveAValueOfSeveralLines() {
        var future = new CompletableFuture<String>();
        drawing.render(future, display);
        frames.advance(Duration.ofMillis(360));
        future.complete("one\ntwo");
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).isEqualTo("→ (360 ms)\none\ntwo");
    }

    @Test
    void aFutureWhoseValueCannotBeDrawnStillEnds() {
        var strict = new Drawing(frames, (what, e) -> {
            throw new IllegalStateException(what);
        });
        var future = new CompletableFuture<Object>();
        strict.render(future, display);
        future.complete(new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException();
            }
        });
        frames.advance(Frames.GAP);

        assertThat(display.last().text()).contains("cannot be drawn");
        assertThat(display.settled).isCompletedWithValue(1);
    }

    @Test
    void aListOfFuturesIsOnePictureThatIsLiveUntilTheLastOfThem() {
        var one = new CompletableFuture<Integer>();
        var two = new CompletableFuture<Integer>();
        assertThat(drawing.render(List.of(one, two), display).text()).isEqualTo("pending…\npending…");

        frames.advance(Duration.ofMillis(500));
        one.complete(1);
        frames.advance(Frames.GAP);
        assertThat(display.last().text()).isEqualTo("→ 1 (500 ms)\npending…");
        assertThat(display.settled).isNotDone();

        two.completeExceptionally(new IllegalStateException("late"));
        frames.advance(Frames.GAP.multipliedBy(3));
        assertThat(display.last().text()).startsWith("→ 1 (500 ms)\nfailed (600 ms)");
        assertThat(display.settled).isDone();
    }

    @Test
    void futuresInsideRecordsInsideListsAreLiveToo() {
        record Task(String name, Map<String, CompletableFuture<Integer>> parts) {}
        var part = new CompletableFuture<Integer>();
        Bundle first = drawing.render(List.of(new Task("sum", Map.of("half", part))), display);
        assertThat(FakeDisplay.html(first)).contains("pending…");

        part.complete(21);
        frames.advance(Frames.GAP.multipliedBy(3));

        assertThat(FakeDisplay.html(display.last())).contains("→ 21").doesNotContain("pending…");
        assertThat(display.settled).isDone();
    }

    @Test
    void renderersOfLiveThingsWorkInsideContainersWithADisplayOfTheirOwn() {
        record Counter(CompletableFuture<Display> shown) {}
        drawing.add(Counter.class, (counter, mine) -> {
            counter.shown().complete(mine);
            return Bundle.text("0");
        });
        var left = new Counter(new CompletableFuture<>());
        var right = new Counter(new CompletableFuture<>());

        assertThat(drawing.render(List.of(left, right), display).text()).isEqualTo("0\n0");
        right.shown().join().update(Bundle.text("7"));

        assertThat(display.last().text()).isEqualTo("0\n7");
        assertThat(display.live).isFalse();
    }

    @Test
    void aPlainFutureIsNotWaitedFor() {
        assertThat(drawing.render(new FutureTask<>(() -> 1), display).text()).startsWith("pending");
    }
}
