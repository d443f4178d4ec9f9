package io.trawl.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnimationTest {
    private final HandDrivenFrames frames = new HandDrivenFrames();
    private final FakeDisplay display = new FakeDisplay();
    private final AtomicInteger value = new AtomicInteger();
    private final Animation animation = new Animation(display, () -> Bundle.text("value " + value.get()), frames);

    @Test
    @Row("D2")
    void tenThousandChangesInTwoSecondsAreAtMostTenFramesASecondAndTheLastOneIsExact() {
        for (int i = 0; i < 10_000; i++) {
            change();
            frames.advance(Duration.ofNanos(200_000));
        }
        value.incrementAndGet();
        animation.finished();
        frames.advance(Frames.GAP);

        assertThat(display.updates).hasSizeBetween(15, 21);
        assertThat(display.last().text()).isEqualTo("value 10001");
        assertThat(display.settled).isCompletedWithValue(display.updates.size());
    }

    @Test
    void theFirstChangeAfterARestIsDrawnAtOnce() {
        frames.advance(Duration.ofSeconds(5));
        change();
        frames.advance(Duration.ZERO);

        assertThat(display.updates).hasSize(1);
    }

    @Test
    void nothingIsDrawnWhileNothingChanges() {
        change();
        frames.advance(Duration.ofSeconds(5));
        frames.advance(Duration.ofMinutes(5));

        assertThat(display.updates).hasSize(1);
        assertThat(display.settled).isNotDone();
    }

    @Test
    void nothingIsDrawnAfterTheEnd() {
        animation.finished();
        frames.advance(Frames.GAP);
        change();
        animation.finished();
        frames.advance(Frames.GAP);

        assertThat(display.updates).hasSize(1);
    }

    @Test
    void aPictureThatCannotBeDrawnStillEnds() {
        var broken = new FakeDisplay();
        var animation = new Animation(
                broken,
                () -> {
                    throw new IllegalStateException("no picture");
                },
                frames);
        animation.finished();
        frames.advance(Frames.GAP);

        assertThat(broken.last().text()).contains("could not be drawn").contains("no picture");
        assertThat(broken.settled).isCompletedWithValue(1);
    }

    @Test
    void aFrameTooLargeForALiveDisplayWaitsForTheEnd() {
        var large = new FakeDisplay();
        var animation = new Animation(large, () -> Bundle.text("x".repeat(70_000)), frames);
        animation.changed();
        frames.advance(Frames.GAP);
        assertThat(large.updates).isEmpty();

        animation.finished();
        frames.advance(Frames.GAP);
        assertThat(large.updates).hasSize(1);
    }

    private void change() {
        value.incrementAndGet();
        animation.changed();
    }
}
