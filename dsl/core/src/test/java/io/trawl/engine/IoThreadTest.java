package io.trawl.engine;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.ScrapeException;
import io.trawl.Session;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whoever waits on a thread that serves sockets is told so at once, and what to write. */
@Row({"B16", "B19"})
class IoThreadTest {
    @Test
    void nothingIsAwaitedOnAnIoThread() throws Exception {
        var clock = new VirtualClock();
        Session session = LocalSession.of(Config.DEFAULT, clock, new FakeNet(clock), () -> 1.0, clock);
        var job = session.batch(List.of("http://a.example/")).start();
        for (Supplier<?> waiting : List.<Supplier<?>>of(
                job::await,
                () -> job.await(seconds(30)),
                () -> session.scrape("http://a.example/").await(),
                () -> Trawl.delay(seconds(30)).await(),
                () -> Trawl.blocking(() -> 1).await(seconds(30)),
                () -> Trawl.gather(List.of(job)).await())) {
            var thrown = new CompletableFuture<Throwable>();
            Threads.io(watched -> {})
                    .newThread(() -> {
                        try {
                            waiting.get();
                            thrown.complete(new AssertionError("it waited"));
                        } catch (RuntimeException e) {
                            thrown.complete(e);
                        }
                    })
                    .start();
            assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(ScrapeException.class, e -> {
                assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED);
                assertThat(e.failure().message()).contains("I/O thread");
                assertThat(e.failure().advice()).contains("blocking(() -> …)");
            });
        }
    }
}
