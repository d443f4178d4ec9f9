package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.Memo;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a memo remembers, how long, and for how many at once. */
@Row("B22")
class MemoTest {
    private final VirtualClock clock = new VirtualClock();
    private final List<CompletableFuture<String>> works = new ArrayList<>();
    private final Memo<String, String> memo = new TtlMemo<>(
            Duration.ofSeconds(300),
            (String key) -> {
                var work = new CompletableFuture<String>();
                works.add(work);
                return Trawl.of(work);
            },
            clock);

    @Test
    void worksOncePerKeyWithinItsTime() {
        var first = memo.apply("a");
        assertThat(works).as("nothing before it is awaited").isEmpty();
        var future = first.toFuture();
        works.get(0).complete("A");
        assertThat(future).isCompletedWithValue("A");
        clock.advance(Duration.ofSeconds(300));
        assertThat(memo.apply("a").await()).isEqualTo("A");
        memo.apply("b").toFuture();
        assertThat(works).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        memo.apply("a").toFuture();
        assertThat(works).hasSize(3);
        assertThat(memo).hasToString("2 values, 1 hits, 3 misses");
    }

    @Test
    void severalAtOnceMakeItWorkOnceAndTheLastToGiveUpCancelsIt() {
        var one = memo.apply("a").toFuture();
        var two = memo.apply("a").toFuture();
        assertThat(works).hasSize(1);
        assertThat(memo.hits()).isEqualTo(1);
        one.cancel(true);
        assertThat(works.get(0)).isNotDone();
        two.cancel(true);
        assertThat(works.get(0)).isCancelled();
        memo.apply("a").toFuture();
        assertThat(works).hasSize(2);
    }

    @Test
    void failuresAreNotRemembered() {
        var failed = memo.apply("a").toFuture();
        works.get(0).completeExceptionally(new IllegalStateException("no"));
        assertThat(failed).isCompletedExceptionally();
        memo.apply("a").toFuture();
        assertThat(works).hasSize(2);
        Memo<String, String> broken = Trawl.memo(Duration.ofSeconds(1), key -> {
            throw new java.io.IOException("no file " + key);
        });
        assertThatThrownBy(() -> broken.apply("a").await()).hasMessageContaining("no file a");
    }

    @Test
    void failuresAreRememberedForTheirOwnTimeWhereThatIsAskedFor() {
        var both = memo.failures(Duration.ofSeconds(10));
        var failed = both.apply("a").toFuture();
        works.get(0).completeExceptionally(new IllegalStateException("no"));
        assertThat(failed).isCompletedExceptionally();
        assertThatThrownBy(() -> both.apply("a").await()).hasMessageContaining("no");
        assertThat(works).hasSize(1);
        clock.advance(Duration.ofSeconds(11));
        both.apply("a").toFuture();
        assertThat(works).hasSize(2);
        works.get(1).complete("A");
        clock.advance(Duration.ofSeconds(300));
        assertThat(both.apply("a").await()).as("values have the whole time").isEqualTo("A");
    }

    @Test
    void aFunctionThatGivesNothingToAwaitIsToldSo() {
        Memo<String, String> broken = Trawl.memo(Duration.ofSeconds(1), key -> null);
        assertThatThrownBy(() -> broken.apply("a").await()).hasMessageContaining("gave null");
    }

    @Test
    void holdsAtMostTenThousandAndForgetsAllWhenTold() {
        for (int i = 0; i < 10_100; i++) {
            memo.apply("k" + i).toFuture();
            works.get(i).complete("v");
        }
        assertThat(memo.size()).isEqualTo(10_000);
        memo.clear();
        assertThat(memo.size()).isZero();
    }

    @Test
    void aVerbFitsWithoutAWord() {
        Memo<String, io.trawl.Document> pages = Trawl.memo(Duration.ofMinutes(5), Trawl::scrape);
        assertThat(pages.misses()).isZero();
    }
}
