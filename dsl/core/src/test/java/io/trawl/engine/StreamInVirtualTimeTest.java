package io.trawl.engine;

import static io.trawl.Trawl.millis;
import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.Document;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Results;
import io.trawl.Session;
import io.trawl.StreamPlan;
import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who reads decides how fast pages are asked for: to the millisecond, without a socket. */
class StreamInVirtualTimeTest {
    private final VirtualClock clock = new VirtualClock();
    private final FakeNet net = new FakeNet(clock);
    private final Session session = LocalSession.of(Config.DEFAULT, clock, net, () -> 1.0, clock);

    private static List<String> urls(int n) {
        return IntStream.range(0, n).mapToObj(i -> "http://a.example/" + i).toList();
    }

    private static String path(Outcome<Document> outcome) {
        String url = outcome.fold(Document::url, Failure::url);
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Takes what it is told to. */
    private static final class Subscriber<T> implements Flow.Subscriber<T> {
        final List<T> got = new ArrayList<>();
        Flow.Subscription subscription;
        Throwable error;
        boolean complete;
        int cancelAfter = Integer.MAX_VALUE;

        @Override
        public void onSubscribe(Flow.Subscription to) {
            subscription = to;
        }

        @Override
        public void onNext(T value) {
            got.add(value);
            if (got.size() == cancelAfter) {
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable e) {
            error = e;
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }

    private Subscriber<Outcome<Document>> subscribe(StreamPlan<Document> plan) {
        var subscriber = new Subscriber<Outcome<Document>>();
        plan.publisher().subscribe(subscriber);
        return subscriber;
    }

    private Subscriber<Outcome<Document>> ask(Subscriber<Outcome<Document>> subscriber, long n) {
        subscriber.subscription.request(n);
        clock.advance(Duration.ofHours(1));
        return subscriber;
    }

    @Test
    @Row({"A10", "B8", "B11"})
    void noMorePagesAreAskedThanAReaderHasRoomFor() {
        var reader = subscribe(session.batch(urls(200)).maxConcurrency(4));
        clock.advance(Duration.ofHours(1));
        assertThat(net.asked()).as("nothing before the first request").isEmpty();
        ask(reader, 1);
        assertThat(reader.got).hasSize(1);
        assertThat(net.asked()).hasSize(21);
        ask(reader, 30);
        assertThat(reader.got).hasSize(31);
        assertThat(net.asked()).hasSize(51);
        ask(reader, 1_000);
        assertThat(reader.got).hasSize(200);
        assertThat(reader.complete).isTrue();
    }

    @Test
    @Row({"A10", "B11"})
    void asCompletedThoseUnderWayComeOnTop() {
        for (String url : urls(200)) {
            net.on(url, 200, "page", seconds(1));
        }
        var reader = subscribe(session.batch(urls(200)).maxConcurrency(4).asCompleted());
        ask(reader, 1);
        assertThat(net.asked()).hasSizeBetween(20, 25);
        var job = session.jobs().iterator().next();
        assertThat(job.why().text()).contains("what comes after fetching");
        ask(reader, 300);
        assertThat(reader.got).hasSize(200);
        assertThat(reader.complete).isTrue();
    }

    @Test
    @Row({"A3", "A10"})
    void inInputOrderASlowPageKeepsTheOthersWaitingAsCompletedItDoesNot() {
        for (String url : urls(5)) {
            net.on(url, 200, "page", url.endsWith("0") ? seconds(9) : millis(10));
        }
        var ordered = ask(subscribe(session.batch(urls(5))), 9);
        assertThat(ordered.got).extracting(StreamInVirtualTimeTest::path).containsExactly("0", "1", "2", "3", "4");
        var completed = ask(subscribe(session.batch(urls(5)).asCompleted()), 9);
        assertThat(completed.got).extracting(StreamInVirtualTimeTest::path).containsExactly("1", "2", "3", "4", "0");
        var job = session.batch(urls(5)).asCompleted().start();
        clock.advance(seconds(60));
        assertThat(job.await().ok())
                .extracting(page -> path(Outcome.ok(page)))
                .containsExactly("1", "2", "3", "4", "0");
    }

    @Test
    @Row("A10")
    void inInputOrderTheNextPageIsNeverLeftOutForOthers() {
        // Of two hosts, one by one each second; the frontier would else take both in turn, and its pages fill all room.
        var urls = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            urls.add("http://slow.example/" + i);
        }
        urls.addAll(urls(100));
        for (String url : urls.subList(0, 100)) {
            net.on(url, 200, "page", seconds(1));
        }
        var reader = subscribe(session.batch(urls).maxConcurrency(10).perHost(1));
        ask(reader, 200);
        assertThat(reader.got).extracting(o -> o.orThrow().url()).containsExactlyElementsOf(urls);
    }

    @Test
    void aCrawlIsReadInTheOrderOfDiscoveryAndNothingOfItIsKept() {
        for (int i = 0; i < 120; i++) {
            var links = new StringBuilder();
            for (int c = 3 * i + 1; c <= 3 * i + 3; c++) {
                links.append("<a href=/").append(c).append(">c</a>");
            }
            net.on("http://a.example/" + i, 200, links.toString(), millis(i % 7 * 100));
        }
        var reader = subscribe(session.crawl("http://a.example/0")
                .entireDomain(true)
                .limit(120)
                .spacing(millis(1))
                .perHost(10));
        for (int i = 0; i < 120; i++) {
            ask(reader, 1);
        }
        assertThat(reader.got).hasSize(120).allMatch(Outcome::isOk);
        assertThat(path(reader.got.get(0))).isEqualTo("0");
        assertThat(reader.got).extracting(StreamInVirtualTimeTest::path).doesNotHaveDuplicates();
        assertThat(reader.complete).isTrue();
        var job = (io.trawl.StreamJob<?>) session.jobs().iterator().next();
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.summary().ok()).isEqualTo(120);
        assertThat(job.partial()).isEmpty();
        org.assertj.core.api.Assertions.assertThatThrownBy(job::stream)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keeps no rows");
    }

    @Test
    @Row("A10")
    void whoCancelsInOnNextHearsNothingMoreAndTheJobEnds() {
        var reader = subscribe(session.batch(urls(100)));
        reader.cancelAfter = 3;
        ask(reader, 100);
        assertThat(reader.got).hasSize(3);
        assertThat(reader.complete).isFalse();
        assertThat(session.jobs().iterator().next().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    @Row("A10")
    void eachSubscriberHasAJobOfItsOwn() {
        var plan = session.batch(urls(3));
        var publisher = plan.publisher();
        var one = new Subscriber<Outcome<Document>>();
        var two = new Subscriber<Outcome<Document>>();
        publisher.subscribe(one);
        publisher.subscribe(two);
        ask(one, 3);
        assertThat(two.got).isEmpty();
        ask(two, 3);
        assertThat(one.got).hasSize(3).hasSameSizeAs(two.got);
        assertThat(net.asked()).hasSize(6);
        assertThat(session.jobs().size()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aRequestForNothingIsAnErrorAndEndsTheJob() {
        var reader = ask(subscribe(session.batch(urls(100))), 1);
        ask(reader, 0);
        assertThat(reader.error).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3.9");
        assertThat(session.jobs().iterator().next().state()).isEqualTo(JobState.CANCELLED);
        assertThat(reader.got).hasSize(1);
    }

    @Test
    void aJobThatFailsAsAWholeIsTheReadersError() {
        net.on("http://a.example/", 404, "no", Duration.ZERO);
        var reader = ask(subscribe(session.crawl("http://a.example/")), 10);
        assertThat(reader.error).hasMessageContaining("404");
    }

    @Test
    void aJobThatIsCancelledDoesNotWaitForItsReader() {
        var reader = ask(subscribe(session.batch(urls(100)).maxConcurrency(4)), 1);
        var job = session.jobs().iterator().next();
        job.cancel();
        clock.advance(seconds(1));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        ask(reader, 1_000);
        assertThat(reader.complete).isTrue();
        assertThat(reader.got).as("a row for each page of a batch").hasSize(100);
        assertThat(reader.got.stream().filter(Outcome::isOk)).hasSize(21);
    }

    @Test
    @Row({"A10", "B11"})
    void windowsAreFullOrAsLongAsTheirTime() {
        for (String url : urls(10)) {
            net.on(url, 200, "page", Duration.ZERO);
        }
        var plan = session.batch(urls(10)).spacing(millis(400));
        var outlet = ((StreamBase<Document, ?>) plan).read(ReadingLimits.NONE);
        var windows = new Windows<>(outlet, 1_000, seconds(1), clock);
        var sizes = new ArrayList<Integer>();
        var subscriber = new Subscriber<Results<Document>>();
        new FeedPublisher<>(() -> windows, clock, clock).subscribe(subscriber);
        subscriber.subscription.request(100);
        clock.advance(Duration.ofHours(1));
        subscriber.got.forEach(window -> sizes.add(window.size()));
        assertThat(sizes).containsExactly(3, 3, 3, 1);
        assertThat(subscriber.complete).isTrue();
    }

    // Functions that wait

    @Test
    @Row("B21")
    void soManyCallsAtOnceAndNoPageIsFetchedForThoseThatMustWait() {
        var under = new AtomicInteger();
        var most = new AtomicInteger();
        var waiting = new ArrayList<CompletableFuture<String>>();
        var job = session.batch(urls(100))
                .maxConcurrency(2)
                .mapAsync(3, page -> {
                    most.accumulateAndGet(under.incrementAndGet(), Math::max);
                    var price = new CompletableFuture<String>();
                    waiting.add(price);
                    price.whenComplete((p, e) -> under.decrementAndGet());
                    return Trawl.of(price);
                })
                .start();
        clock.advance(seconds(60));
        assertThat(waiting).hasSize(3);
        assertThat(net.asked()).hasSizeBetween(23, 25);
        for (int i = 0; i < 100; i++) {
            waiting.get(i).complete("price " + i);
            clock.advance(millis(10));
        }
        clock.advance(seconds(60));
        assertThat(job.await().ok()).hasSize(100);
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    @Row("B21")
    void resultsKeepTheOrderOfTheValuesWhateverComesFirst() {
        var waiting = new ArrayList<CompletableFuture<Integer>>();
        var job = session.batch(urls(1))
                .flatMap(page -> List.of(1, 2, 3))
                .mapAsync(3, n -> {
                    var future = new CompletableFuture<Integer>();
                    waiting.add(future);
                    return Trawl.of(future);
                })
                .start();
        clock.advance(seconds(1));
        waiting.get(2).complete(30);
        waiting.get(0).complete(10);
        waiting.get(1).complete(20);
        clock.advance(seconds(1));
        assertThat(job.await().ok()).containsExactly(10, 20, 30);
    }

    @Test
    @Row({"B6", "B21"})
    void whatFailsFailsAloneAndSaysWhy() {
        var job = session.batch(urls(6))
                .mapAsync(2, page -> switch (Integer.parseInt(path(Outcome.ok(page)))) {
                    case 0 -> null;
                    case 1 -> throw new java.io.IOException("no file");
                    case 2 -> Trawl.of(CompletableFuture.failedFuture(new IllegalStateException("no price")));
                    case 3 -> throw new AssertionError("not even an exception");
                    case 4 -> Trawl.of(CompletableFuture.<String>completedFuture(null));
                    default -> Trawl.of(CompletableFuture.completedFuture("fine"));
                })
                .start();
        clock.advance(seconds(60));
        var results = job.await();
        assertThat(results.ok()).containsExactly("fine");
        assertThat(results.failed())
                .extracting(Failure::kind)
                .containsExactly(ErrorKind.PARSE, ErrorKind.PARSE, ErrorKind.UNKNOWN, ErrorKind.PARSE);
        assertThat(results.failed().get(0).advice()).contains("blocking(() -> …)");
        assertThat(results.failed().get(2).message()).contains("no price");
        assertThat(results.failed()).extracting(Failure::url).doesNotContain("");
        assertThat(job.state()).isEqualTo(JobState.DONE);
    }

    @Test
    @Row("B21")
    void cancellingTheJobCancelsTheCallsUnderWay() {
        var waiting = new ArrayList<CompletableFuture<String>>();
        var job = session.batch(urls(10))
                .mapAsync(2, page -> {
                    waiting.add(new CompletableFuture<>());
                    return Trawl.of(waiting.get(waiting.size() - 1));
                })
                .start();
        clock.advance(seconds(60));
        job.cancel();
        clock.advance(seconds(60));
        assertThat(waiting).hasSize(2).allMatch(CompletableFuture::isCancelled);
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.await().failed()).hasSize(10).allMatch(f -> f.kind() == ErrorKind.CANCELLED);
    }

    @Test
    @Row("B21")
    void aFunctionThatThrowsAnErrorEndsItsPageOnly() {
        var job = session.batch(urls(2))
                .map(page -> {
                    if (page.url().endsWith("0")) {
                        throw new AssertionError("not even an exception");
                    }
                    return page.url();
                })
                .start();
        clock.advance(seconds(60));
        assertThat(job.await().ok()).hasSize(1);
        assertThat(job.await().failed()).extracting(Failure::kind).containsExactly(ErrorKind.PARSE);
    }

    @Test
    void distinctValuesComeOnce() {
        var job = session.batch(urls(4))
                .flatMap(page -> List.of("same", page.url()))
                .distinct()
                .start();
        var firsts = session.batch(List.of("http://a.example/0", "http://a.example/0", "http://a.example/1"))
                .distinct()
                .start();
        var byLength =
                session.batch(urls(12)).distinct(page -> page.url().length()).start();
        clock.advance(seconds(60));
        assertThat(job.await().ok()).hasSize(5).containsOnlyOnce("same");
        assertThat(firsts.await().ok()).hasSize(2);
        assertThat(byLength.await().ok()).hasSize(2);
    }

    @Test
    void textIsRememberedByItsFingerprintAnythingElseByItself() {
        var seen = new Distinct();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add("key " + i)).isTrue();
        }
        assertThat(seen.add("key 99999")).isFalse();
        assertThat(seen.add(List.of(7))).isTrue();
        assertThat(seen.add(List.of(7))).isFalse();
        assertThat(seen.add("7")).isTrue();
        assertThat(seen.add(7)).as("a number is no text").isTrue();
        assertThat(seen.add(7)).isFalse();
    }

    @Test
    void whoWantsNoMoreBeforeTheJobIsThereEndsItAllTheSame() {
        var outlet = new Outlet<String>(true, ReadingLimits.NONE);
        outlet.cancel();
        var ended = new AtomicInteger();
        outlet.onEnough(ended::incrementAndGet);
        assertThat(ended).hasValue(1);
    }
}
