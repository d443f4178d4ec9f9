package io.trawl.engine;

import io.trawl.Act;
import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failure;
import io.trawl.InFlight;
import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Pictures;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.Summary;
import io.trawl.View;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What all jobs are: a {@link Life}, a {@link Tally}, an {@link EventLog} with its {@link Listeners}, and a future. None
 * of their locks is held while listeners, futures or the limiter are called.
 */
abstract class JobBase<T> implements Job<T>, Clock.Bound {
    final LocalSession session;
    final PlanOptions options;
    final Limiter.Share share;
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final String id;
    private final String name;
    private final EventLog events;
    private final Life life;
    final Tally tally = new Tally();
    private final Listeners listeners;
    private final UnaryOperator<Runnable> carrier = Carrier.capture();
    final JobStalls stalls = new JobStalls(this);
    final Asides asides = new Asides(this);
    private final Clock.Cancellable deadline;

    /** @param patient whether there are other pages to go on with while a host's breaker is open */
    JobBase(LocalSession session, String id, PlanOptions options, Pace pace, boolean patient, String name) {
        this.session = session;
        this.options = options;
        this.id = id;
        this.name = options.name().isEmpty() ? name : options.name();
        this.events = new EventLog(session.callbacks, this::outcome);
        this.life = new Life(session.clock, events);
        this.listeners = new Listeners(session, events, this::carried, this::note);
        Duration whole = options.deadline();
        long end = whole == null ? Long.MAX_VALUE : life.now() + whole.toNanos();
        this.share = session.limiter.share(pace, options.breaker(), patient, end, this::breakerChanged);
        this.deadline = whole == null ? () -> {} : session.clock.schedule(whole, () -> halt(ErrorKind.TIMEOUT));
    }

    /** Starts the work; called once. */
    abstract void run();

    /** Ends every page that is not done, with a failure of this kind. */
    abstract void abandon(ErrorKind kind);

    /** Begins no more pages; those in flight may end. */
    abstract void wind();

    abstract OptionalInt total();

    /** Whether the total may still grow. */
    boolean growing() {
        return false;
    }

    /** The outcome of the page of an index, that was told by {@link #page(Outcome, int)}. */
    abstract Outcome<?> outcome(int index);

    /** The pages under way, those that are over perhaps too. */
    abstract List<? extends PageTask<?>> tasks();

    /** The bytes that it keeps in the heap, roughly: a parsed page is some 15 times what came over the wire (measured). */
    long held() {
        return 15 * tally.bytes();
    }

    @Override
    public Clock clock() {
        return session.clock;
    }

    // State

    @Override
    public JobState state() {
        return life.state();
    }

    private void changed(JobState next) {
        events.tell();
        debug(next::toString);
    }

    /** It has to wait for its turn. */
    void waits() {
        if (life.waits()) {
            share.ledger.waits();
            changed(JobState.QUEUED);
        }
    }

    /** It is its turn. Nothing the second time. */
    void begin() {
        if (life.begins()) {
            share.ledger.begins();
            changed(state());
            run();
        }
    }

    @Override
    public void pause() {
        clock().enter(() -> {
            if (life.become(JobState.PAUSED, JobState.RUNNING)) {
                changed(JobState.PAUSED);
                hold();
            }
        });
    }

    @Override
    public void resume() {
        clock().enter(() -> {
            if (life.become(JobState.RUNNING, JobState.PAUSED)) {
                changed(JobState.RUNNING);
                hold();
                resumed();
            }
        });
    }

    /** It was paused, and goes on. */
    void resumed() {}

    /** Whoever comes last finds what is so now: two who change it at once cannot leave the limiter with the older. */
    private void hold() {
        boolean wanted;
        do {
            wanted = life.isHeld();
            share.pause(wanted);
        } while (wanted != life.isHeld());
    }

    @Override
    public boolean stop() {
        return clock().enter(() -> {
            boolean first = life.stops();
            if (first) {
                changed(JobState.CANCELLING);
                hold();
                wind();
                beginToEnd();
            }
            return first;
        });
    }

    @Override
    public boolean cancel() {
        return clock().enter(() -> halt(ErrorKind.CANCELLED));
    }

    private boolean halt(ErrorKind kind) {
        boolean first = life.halts(kind);
        if (first) {
            events.tell();
            debug(() -> kind == ErrorKind.TIMEOUT ? "the deadline passed" : "CANCELLING");
            hold();
            abandon(kind);
            beginToEnd();
        }
        return first;
    }

    /** One that still waits for its turn has it now: it opens what it has of an earlier run, and ends. */
    private void beginToEnd() {
        session.queue.leave(this).forEach(session::begin);
        begin();
    }

    /** The end: first the state, then the result, then the event, so that whoever is told finds all of it. */
    void end(JobState last, Runnable settle) {
        deadline.cancel();
        JobState end = life.ends(last);
        if (end == null) {
            return;
        }
        share.ledger.close();
        session.ended(this);
        asides.cancel();
        debug(end::toString);
        settle.run();
        events.close(new JobEvent.StateChanged(clock().now(), end));
        events.tell();
        if (isOrphan()) {
            LoggerFactory.getLogger(JobBase.class).warn("{} failed, and nobody awaited it: {}", this, errors());
        }
    }

    /** Whether nothing more is to begin. */
    boolean isEnding() {
        return state().isFinal() || life.isStopping();
    }

    // What happens

    /** A page ended whose outcome is kept nowhere else. */
    void page(Outcome<?> outcome) {
        tally.page(outcome, clock().nanos());
        tell(new JobEvent.Page(clock().now(), outcome));
    }

    /** A page ended; {@link #outcome} has the outcome. */
    void page(Outcome<?> outcome, int index) {
        tally.page(outcome, clock().nanos());
        events.page(clock().now(), index);
        events.tell();
    }

    void exchanged(Exchange exchange) {
        tally.exchanged(exchange);
        session.record(exchange);
        debug(() -> JobViews.line(exchange));
    }

    /** Whether one more request may be sent; counts it where it may. */
    boolean mayRequest() {
        return !life.isStopping();
    }

    /** A page ended in an earlier run. */
    void past(Outcome<?> outcome) {
        tally.past(outcome);
    }

    private void breakerChanged(String host, String to) {
        share.course.breaker(host, Breaker.State.valueOf(to));
        tell(new JobEvent.BreakerChanged(clock().now(), host, to));
        debug(() -> "breaker of " + host + " " + to);
    }

    /** Adds to the log and tells who listens. */
    void tell(JobEvent event) {
        events.add(event);
        events.tell();
    }

    /** Whether the budget allows one more retry; counts it where it does. */
    boolean mayRetry() {
        return !life.isStopping() && tally.mayRetry(options.retry().budget());
    }

    /** Runs a function of the user so that what it prints belongs to where the job was started. */
    void carried(Runnable body) {
        Watched.work(this, carrier.apply(body));
    }

    /** A line for the job's log, and for who listens. */
    void note(Level level, String message, @Nullable Throwable thrown) {
        var line = new JobEvent.Logged(clock().now(), level, message, thrown);
        events.note(line);
        events.tellReaders();
        if (level == Level.WARNING) {
            LoggerFactory.getLogger(JobBase.class).warn("job {}: {}", id, message, thrown);
        }
    }

    private void debug(Supplier<String> line) {
        if (session.config.debug()) {
            note(Level.DEBUG, line.get(), null);
        }
    }

    // What is asked

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Instant started() {
        return life.startedAt();
    }

    @Override
    public String reason() {
        return "";
    }

    @Override
    public Progress progress() {
        JobState now = state();
        return tally.progress(now, life.now(), life.elapsed(), total(), growing());
    }

    @Override
    public List<Failure> errors() {
        return tally.errors();
    }

    @Override
    public List<Exchange> exchanges() {
        return tally.exchanges();
    }

    @Override
    public InFlight inFlight() {
        return UnderWay.of(underWay());
    }

    Stream<PageTask<?>> underWay() {
        return state().isFinal() ? Stream.empty() : Stream.concat(tasks().stream(), asides.all().stream());
    }

    @Override
    public List<JobEvent.Logged> log() {
        return events.notes();
    }

    @Override
    public Summary summary() {
        return summary(state());
    }

    Summary summary(JobState as) {
        return tally.summary(as, life.elapsed());
    }

    // Waiting and listening

    Results<?> rows() {
        return Results.of(List.of());
    }

    boolean isOrphan() {
        return life.isOrphan();
    }

    Duration elapsed() {
        return life.elapsed();
    }

    @Override
    public T await() {
        return await(null, () -> "job " + id + " goes on");
    }

    @Override
    public T await(Duration limit) {
        return await(limit, () -> "job " + id + " goes on");
    }

    /** @param leaving what to do when the waiting ends first; says what became of the job */
    T await(@Nullable Duration limit, Supplier<String> leaving) {
        life.watched();
        return Waiting.await(clock(), awaited(), name, limit, this::rows, leaving);
    }

    /** The result; or why it will not come until somebody mends what keeps the job. */
    CompletableFuture<T> awaited() {
        return result;
    }

    /** For those who have the future and not the job: what keeps it ends it. */
    CompletableFuture<T> unattended() {
        life.watched();
        var future = Futures.mirror(awaited(), session.callbacks, this::cancel);
        future.whenComplete((value, error) -> {
            if (!state().isFinal()) {
                cancel();
            }
        });
        return clock().handedOut(future);
    }

    @Override
    public CompletableFuture<T> toFuture() {
        life.watched();
        return clock().handedOut(Futures.mirror(result, session.callbacks, this::cancel));
    }

    @Override
    public Job<T> onEvent(Act<? super JobEvent> listener) {
        life.watched();
        listeners.onEvent(listener);
        return this;
    }

    @Override
    public Job<T> onProgress(Act<? super Progress> listener) {
        life.watched();
        listeners.onProgress(listener, this::progress);
        return this;
    }

    /** As {@link #onProgress}, for who looks at all jobs and answers for none. */
    void overlooked(Act<? super Progress> listener) {
        listeners.onProgress(listener, this::progress);
    }

    @Override
    public Flow.Publisher<JobEvent> events() {
        life.watched();
        return events;
    }

    @Override
    public Pictures pictures() {
        return JobPictures.of(this);
    }

    @Override
    public View why() {
        return Verdict.of(this);
    }

    @Override
    public View view() {
        return JobViews.panel(this);
    }

    @Override
    public String toString() {
        return name + " (" + id + ") " + progress();
    }
}
