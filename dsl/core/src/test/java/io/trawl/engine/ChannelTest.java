package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.ErrorKind;
import io.trawl.ScrapeException;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who brings waits for who takes, and the other way round. */
@Row("B8")
class ChannelTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void whoBringsWaitsWhileItIsFull() {
        var channel = Trawl.<String>channel(2);
        assertThat(channel.put("never awaited")).isNotNull();
        assertThat(channel.size()).isZero();
        channel.put("a").await(LONG);
        channel.put("b").await(LONG);
        var third = channel.put("c").toFuture();
        assertThat(third).isNotDone();
        assertThat(channel.size()).isEqualTo(2);
        assertThat(channel.waitingToPut()).isEqualTo(1);
        assertThat(channel).hasToString("Channel, 2 of 2, 1 wait to put, 0 to take");
        assertThat(channel.take().await(LONG)).isEqualTo("a");
        assertThat(third).isCompleted();
        assertThat(channel.waitingToPut()).isZero();
    }

    @Test
    void whoTakesWaitsWhileItIsEmptyInTheOrderOfComing() {
        var channel = Trawl.<Integer>channel(1);
        var first = channel.take().toFuture();
        var second = channel.take().toFuture();
        assertThat(channel.waitingToTake()).isEqualTo(2);
        channel.put(1).await(LONG);
        channel.put(2).await(LONG);
        assertThat(first).isCompletedWithValue(1);
        assertThat(second).isCompletedWithValue(2);
    }

    @Test
    void whoGivesUpLosesNothingForTheOthers() {
        var channel = Trawl.<Integer>channel(1);
        var first = channel.take().toFuture();
        var second = channel.take().toFuture();
        first.cancel(true);
        channel.put(1).await(LONG);
        assertThat(second).isCompletedWithValue(1);
        channel.put(2).await(LONG);
        var unwanted = channel.put(3).toFuture();
        var fourth = channel.put(4).toFuture();
        unwanted.cancel(true);
        assertThat(channel.take().await(LONG)).isEqualTo(2);
        assertThat(fourth).isCompleted();
        assertThat(channel.take().await(LONG)).isEqualTo(4);
    }

    @Test
    void afterItsEndItGivesWhatIsThereAndThenSaysSo() {
        var channel = Trawl.<Integer>channel(1);
        channel.put(1).await(LONG);
        var waiting = channel.put(2).toFuture();
        channel.close();
        channel.close();
        assertThatThrownBy(() -> channel.put(3).await())
                .isInstanceOfSatisfying(
                        ScrapeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThat(channel).containsExactly(1, 2);
        assertThat(waiting).isCompleted();
        assertThatThrownBy(() -> channel.take().await()).hasMessageContaining("the channel is closed");
    }

    @Test
    void whoWantsNoMoreTellsThoseWhoBring() {
        var channel = Trawl.<Integer>channel(1);
        channel.put(1).await(LONG);
        var waiting = channel.put(2).toFuture();
        channel.cancel();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(channel).isEmpty();
    }

    @Test
    void aSlowReaderHoldsUpAnEndlessIterator() {
        var channel = Trawl.<Integer>channel(5);
        var made = new ConcurrentLinkedQueue<Integer>();
        var all = channel.putAll(
                        () -> Stream.iterate(0, i -> i + 1).peek(made::add).iterator())
                .toFuture();
        int taken = 0;
        for (int value : channel) {
            assertThat(value).isEqualTo(taken++);
            // What it took, what is in the channel, and the one that waits to get in; one may just be made.
            assertThat(made.size()).isLessThanOrEqualTo(taken + 5 + 2);
            if (taken == 500) {
                break;
            }
        }
        channel.cancel();
        assertThatThrownBy(all::join).hasMessageContaining("the channel is closed");
    }

    @Test
    void aPublisherIsAskedForOneMoreWhenThereIsRoom() throws Exception {
        var from = Trawl.<Integer>channel(100);
        var to = Trawl.<Integer>channel(3);
        from.putAll(IntStream.range(0, 50).boxed().toList()).await(LONG);
        from.close();
        var all = to.putAll(from.publisher()).toFuture();
        var got = new ArrayList<Integer>();
        for (int i = 0; i < 50; i++) {
            got.add(to.take().await(LONG));
            assertThat(from.size()).isGreaterThanOrEqualTo(50 - got.size() - 3 - 2);
        }
        assertThat(all.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(50);
        assertThat(got).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void manyBringAndManyTakeAndEachValueIsTakenOnce() {
        var channel = Trawl.<Integer>channel(7);
        var taken = new ConcurrentLinkedQueue<Integer>();
        var takers = new ArrayList<CompletableFuture<Object>>();
        for (int i = 0; i < 4; i++) {
            takers.add(Trawl.<Object>blocking(() -> {
                        channel.stream().forEach(taken::add);
                        return "done";
                    })
                    .toFuture());
        }
        var bringing = new ArrayList<CompletableFuture<Long>>();
        for (int i = 0; i < 4; i++) {
            List<Integer> part =
                    IntStream.range(i * 1_000, (i + 1) * 1_000).boxed().toList();
            bringing.add(channel.putAll(part).toFuture());
        }
        bringing.forEach(b -> assertThat(
                        b.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join())
                .isEqualTo(1_000));
        channel.close();
        takers.forEach(
                t -> t.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join());
        assertThat(taken).hasSize(4_000).doesNotHaveDuplicates();
    }

    @Test
    void badUseIsRefusedInWords() {
        assertThatThrownBy(() -> Trawl.channel(0)).hasMessageContaining("capacity");
        assertThatThrownBy(() -> Trawl.<String>channel(1).put(null)).isInstanceOf(NullPointerException.class);
    }
}
