package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.Budget;
import io.trawl.Document;
import io.trawl.Fn;
import io.trawl.OnChange;
import io.trawl.Outcome;
import io.trawl.Reading;
import io.trawl.Results;
import io.trawl.Sink;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What plans with many values share: pace and stages. */
abstract class StreamBase<T, P extends StreamPlan<T>> extends PlanBase<Results<T>, P> {
    private static final int LARGEST_WINDOW = 1_000;

    final PaceChoice pace;

    StreamBase(LocalSession session, PlanOptions options, PaceChoice pace) {
        super(session, options);
        this.pace = pace;
    }

    abstract P with(PlanOptions changed, PaceChoice changedPace);

    /** The same pages, made into something else. */
    abstract <U> StreamPlan<U> staged(Stage<U> stage);

    abstract Stage<T> stage();

    /** Starts a job whose outcomes are read one by one and kept nowhere. */
    abstract Feed<Outcome<T>> read(ReadingLimits limits);

    @Override
    P with(PlanOptions changed) {
        return with(changed, pace);
    }

    @Override
    public abstract StreamJob<T> start();

    public P maxConcurrency(int requests) {
        return with(options, pace.withMaxConcurrency(requests));
    }

    public P perHost(int requests) {
        return with(options, pace.withPerHost(requests));
    }

    public P rate(int starts, Duration per) {
        return with(options, pace.withRate(starts, per));
    }

    public P spacing(Duration spacing) {
        return with(options, pace.withSpacing(spacing));
    }

    public P jitter(Duration lo, Duration hi) {
        return with(options, pace.withJitter(lo, hi));
    }

    public P polite() {
        return with(
                options,
                pace.withPerHost(1)
                        .withJitter(Duration.ofSeconds(1), Duration.ofSeconds(3))
                        .withAdaptive(true));
    }

    public P adaptive(boolean on) {
        return with(options, pace.withAdaptive(on));
    }

    public P budget(Fn<? super Budget, ? extends Budget> change) {
        Keeping keeping = options.keeping();
        return with(options.withKeeping(keeping.within((Spending) Check.options(change, keeping.budget()))));
    }

    public P priority(int priority) {
        return with(options.withKeeping(options.keeping().withPriority(priority)));
    }

    public P checkpoint(Path file) {
        return checkpoint(file, OnChange.FAIL);
    }

    public P checkpoint(Path file, OnChange change) {
        return with(options.withKeeping(options.keeping().at(file, change)));
    }

    public StreamPlan<T> sink(Sink<? super T> sink) {
        return staged(stage().into(sink).named("sink", false));
    }

    public <U> StreamPlan<U> map(Fn<? super T, ? extends U> f) {
        return staged(stage().<U>then(value -> List.of(f.apply(value))).named("map", false));
    }

    public <U> StreamPlan<U> flatMap(Fn<? super T, ? extends Iterable<? extends U>> f) {
        return staged(stage().<U>then(f).named("flatMap", false));
    }

    public StreamPlan<T> filter(Fn<? super T, Boolean> f) {
        return staged(stage().<T>then(value -> f.apply(value) ? List.of(value) : List.of())
                .named("filter", false));
    }

    public <R> StreamPlan<R> rows(String css, Class<R> type) {
        return staged(Stage.rows(stage(), PlanOptions.selector(css), type)
                .named("rows(" + css + ", " + type.getSimpleName() + ")", true));
    }

    public <R> StreamPlan<R> extract(Class<R> type) {
        return staged(Stage.extract(stage(), type).named("extract(" + type.getSimpleName() + ")", true));
    }

    public <U> StreamPlan<U> mapAsync(int n, Fn<? super T, ? extends Awaitable<? extends U>> f) {
        return staged(stage().<U>async(Check.positive(n, "the calls at once of mapAsync"), f)
                .named("mapAsync", false));
    }

    public StreamPlan<Document> fetchAll(String css) {
        return staged(Stage.fetchAll(stage(), PlanOptions.selector(css)).named("fetchAll(" + css + ")", true));
    }

    public StreamPlan<Document> follow(String css) {
        return staged(Stage.follow(stage(), PlanOptions.selector(css)).named("follow(" + css + ")", true));
    }

    public StreamPlan<T> distinct() {
        return staged(stage().distinct(value -> value instanceof Document page ? page.url() : value)
                .named("distinct", true));
    }

    public StreamPlan<T> distinct(Fn<? super T, ?> by) {
        return staged(stage().distinct(by).named("distinct by a function", false));
    }

    public StreamPlan<T> asCompleted() {
        return staged(stage().inOrderOfEnding().named("asCompleted", true));
    }

    public Stream<Outcome<T>> stream() {
        return stream(limits -> limits);
    }

    public Stream<Outcome<T>> stream(Fn<? super Reading, ? extends Reading> limits) {
        var chosen = (ReadingLimits) Check.options(limits, ReadingLimits.NONE);
        return FeedReader.stream(session.clock, toString(), () -> read(chosen));
    }

    public Stream<Results<T>> window(int outcomes) {
        return windows(Check.positive(outcomes, "window"), null);
    }

    public Stream<Results<T>> window(Duration time) {
        return windows(LARGEST_WINDOW, Check.positive(time, "window"));
    }

    private Stream<Results<T>> windows(int outcomes, @Nullable Duration time) {
        return FeedReader.stream(
                session.clock,
                toString(),
                () -> new Windows<>(read(ReadingLimits.NONE), outcomes, time, session.clock));
    }

    public Flow.Publisher<Outcome<T>> publisher() {
        return new FeedPublisher<>(() -> read(ReadingLimits.NONE), session.callbacks, session.clock);
    }
}
