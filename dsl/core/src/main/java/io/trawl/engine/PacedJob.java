package io.trawl.engine;

import io.trawl.Act;
import io.trawl.Exchange;
import io.trawl.Failure;
import io.trawl.JobEvent;
import io.trawl.Outcome;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.StreamJob;
import io.trawl.StreamPlan;
import io.trawl.store.Found;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A job with many pages, as others see it while it runs: what it has collected, what it may use, its pace. */
abstract class PacedJob<T> extends JobBase<Results<T>> implements StreamJob<T> {

    final Source source;
    final Collected<T> collected;
    final Allowance allowance;
    final Halt<Results<T>> halt = new Halt<>(result);
    private final Function<List<String>, StreamPlan<T>> again;

    /** @param again a plan of some of its inputs */
    PacedJob(
            LocalSession session,
            String id,
            PlanOptions options,
            Pace pace,
            String name,
            Source source,
            Collected<T> collected,
            Function<List<String>, StreamPlan<T>> again) {
        super(session, id, options, pace, true, name);
        this.source = source;
        this.collected = collected;
        this.allowance = new Allowance(options.keeping().budget());
        this.again = again;
    }

    // What is asked

    /** One event per page: its failure, its only row, or what it gave. */
    void told(Found input, List<Outcome<T>> rows) {
        if (rows.size() == 1 && collected.keepsRows()) {
            page(rows.get(0), input.index());
        } else {
            page(collected.summed(input, rows));
        }
    }

    @Override
    Outcome<?> outcome(int index) {
        return collected.row(index);
    }

    @Override
    public Results<T> partial() {
        return Results.of(collected.rows(), summary(state()));
    }

    @Override
    Results<?> rows() {
        return partial();
    }

    @Override
    public Stream<Outcome<T>> stream() {
        if (!collected.keepsRows()) {
            throw new IllegalStateException("job " + id() + " is read by the stream of its plan and keeps no rows");
        }
        return FeedReader.stream(clock(), name(), () -> new Replay<>(collected, result));
    }

    @Override
    public List<Failure> leftOut() {
        return collected.leftOut();
    }

    @Override
    public StreamPlan<T> retryFailed() {
        return again.apply(collected.failed());
    }

    /** A budget is used up: nothing more begins. */
    abstract void wind(String what);

    @Override
    public String reason() {
        return halt.reason().isEmpty() ? allowance.reason() : halt.reason();
    }

    @Override
    void resumed() {
        if (halt.lift()) {
            mended();
        }
    }

    /** What refused rows is to be tried again. */
    abstract void mended();

    @Override
    CompletableFuture<Results<T>> awaited() {
        return halt.awaited();
    }

    // What it may use

    @Override
    boolean mayRequest() {
        boolean may = allowance.mayRequest();
        if (!may) {
            wind(allowance.requestsInWords());
        }
        return may;
    }

    @Override
    boolean mayRetry() {
        return !allowance.stopped() && super.mayRetry();
    }

    @Override
    void exchanged(Exchange exchange) {
        super.exchanged(exchange);
        if (allowance.received(exchange.bytes())) {
            wind(allowance.bytesInWords());
        }
    }

    @Override
    OptionalInt total() {
        synchronized (source) {
            return OptionalInt.of(source.known());
        }
    }

    @Override
    boolean growing() {
        synchronized (source) {
            return source.growing() && !allowance.stopped();
        }
    }

    // Its pace

    @Override
    public int maxConcurrency() {
        return share.pace().maxConcurrency();
    }

    private void change(UnaryOperator<Pace> to) {
        clock().enter(() -> share.change(to));
    }

    @Override
    public StreamJob<T> maxConcurrency(int requests) {
        Check.positive(requests, "maxConcurrency");
        change(pace -> pace.withMaxConcurrency(requests));
        return this;
    }

    @Override
    public StreamJob<T> perHost(int requests) {
        Check.positive(requests, "perHost");
        change(pace -> pace.withPerHost(requests));
        return this;
    }

    @Override
    public StreamJob<T> rate(int starts, Duration per) {
        Check.positive(starts, "rate");
        Check.positive(per, "the period of rate");
        change(pace -> pace.withRate(starts, per));
        return this;
    }

    @Override
    public StreamJob<T> spacing(Duration spacing) {
        Check.notNegative(spacing, "spacing");
        change(pace -> pace.withSpacing(spacing));
        return this;
    }

    @Override
    public StreamJob<T> onProgress(Act<? super Progress> listener) {
        super.onProgress(listener);
        return this;
    }

    @Override
    public StreamJob<T> onEvent(Act<? super JobEvent> listener) {
        super.onEvent(listener);
        return this;
    }
}
