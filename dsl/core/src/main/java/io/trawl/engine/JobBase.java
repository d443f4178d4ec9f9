package io.trawl.engine;

import io.trawl.Act;
import io.trawl.ErrorKind;
import io.trawl.Exchange;
import io.trawl.Failed;
import io.trawl.Failure;
import io.trawl.Job;
import io.trawl.JobEvent;
import io.trawl.JobState;
import io.trawl.Outcome;
import io.trawl.Pictures;
import io.trawl.Progress;
import io.trawl.Results;
import io.trawl.Summary;
import io.trawl.View;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/**
 * What all jobs are: a state that changes only legally, counts, events, a future. The lock is the job itself; listeners,
 * futures and the limiter are called without it.
 */
abstract class JobBase<T> implements Job<T>, Clock.Bound {
    /** How many exchanges are kept at least. */
    private static final int EXCHANGES = 10_000;

    private static final Duration FRAME = Duration.ofMillis(100);
    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);

    final LocalSession session;
    final PlanOptions options;
    final Limiter.Share share;
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final String id;
    private final String name;
    private final EventLog events;
    private final UnaryOperator<Runnable> carrier = Carrier.capture();
    private final long started;
    private final List<Failure> errors = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<PageTask<?>> asides = new ArrayList<>();
    private final Deque<Long> recent = new ArrayDeque<>();
    private final Clock.Cancellable deadline;
    private JobState state = JobState.RUNNING;
    private int done;
    private int earlier;
    private long ended;
    private int retries;
    private int requests;

    /** @param patient whether there are other pages to go on with while a host's breaker is open */
    JobBase(LocalSession session, String id, PlanOptions options, Pace pace, boolean patient, String name) {
        this.session = session;
        this.options = options;
        this.id = id;
        this.name = options.name().isEmpty() ? name : options.name();
        this.events = new EventLog(session.callbacks);
        this.started = session.clock.nanos();
        long end = options.deadline() == null
                ? Long.MAX_VALUE
                : started + options.deadline().toNanos();
        this.share = session.limiter.share(pace, options.breaker(), patient, end, this::breakerChanged);
        this.deadline = options.deadline() == null
                ? () -> {}
                : session.clock.schedule(options.deadline(), () -> stop(ErrorKind.TIMEOUT));
    }

    /** Called once, after the constructor. */
    abstract void run();

    /** Ends every page that is not done, with a failure of this kind. */
    abstract void abandon(ErrorKind kind);

    abstract OptionalInt total();

    @Override
    public Clock clock() {
        return session.clock;
    }

    // State

    @Override
    public synchronized JobState state() {
        return state;
    }

    private boolean become(JobState next, JobState... from) {
        synchronized (this) {
            if (!List.of(from).contains(state)) {
                return false;
            }
            state = next;
        }
        events.add(new JobEvent.StateChanged(clock().now(), next), false);
        return true;
    }

    @Override
    public void pause() {
        clock().enter(() -> {
            if (become(JobState.PAUSED, JobState.RUNNING)) {
                share.pause(true);
            }
        });
    }

    @Override
    public void resume() {
        clock().enter(() -> {
            if (become(JobState.RUNNING, JobState.PAUSED)) {
                share.pause(false);
            }
        });
    }

    @Override
    public boolean cancel() {
        return clock().enter(() -> stop(ErrorKind.CANCELLED));
    }

    private boolean stop(ErrorKind kind) {
        boolean stopping = kind == ErrorKind.CANCELLED
                ? become(JobState.CANCELLING, JobState.RUNNING, JobState.PAUSED)
                : !state().isFinal();
        if (stopping) {
            // Else each page that ends would make room for the next to start.
            share.pause(true);
            abandon(kind);
        }
        return stopping;
    }

    /** The end: first the state, then the result, then the event, so that whoever is told finds all of it. */
    void end(JobState last, Runnable settle) {
        deadline.cancel();
        JobState end;
        synchronized (this) {
            if (state.isFinal()) {
                return;
            }
            ended = clock().nanos();
            end = state == JobState.CANCELLING ? JobState.CANCELLED : last;
            state = end;
        }
        session.ended(this);
        endAsides();
        settle.run();
        events.add(new JobEvent.StateChanged(clock().now(), end), true);
    }

    /**
     * Starts a request that serves the job and is none of its pages; the job's end ends it.
     *
     * @param written the URL of the user's that it belongs to
     */
    <X> void aside(String url, URI written, PageTask.Parser<X> parser, java.util.function.Consumer<Outcome<X>> then) {
        var task = new PageTask<>(this, url, parser, then).from(written);
        boolean over;
        synchronized (this) {
            asides.add(task);
            over = state.isFinal() || state == JobState.CANCELLING;
        }
        if (over) {
            task.cancel(Failures.cancelled(url));
        } else {
            task.start();
        }
    }

    private void endAsides() {
        List<PageTask<?>> open;
        synchronized (this) {
            open = List.copyOf(asides);
        }
        open.forEach(t -> t.cancel(Failures.cancelled("")));
    }

    // What happens

    /** A page ended. */
    void page(Outcome<?> outcome) {
        synchronized (this) {
            done++;
            recent.add(clock().nanos());
            if (outcome instanceof Failed<?> failed) {
                errors.add(failed.failure());
            }
        }
        events.add(new JobEvent.Page(clock().now(), outcome), false);
    }

    void exchanged(Exchange exchange) {
        synchronized (this) {
            requests++;
            exchanges.add(exchange);
            if (exchanges.size() > 2 * EXCHANGES) {
                exchanges.subList(0, EXCHANGES).clear();
            }
        }
        session.record(exchange);
    }

    /** Whether one more request may be sent; counts it where it may. */
    boolean mayRequest() {
        return true;
    }

    /** A page ended in an earlier run. */
    synchronized void past(Outcome<?> outcome) {
        done++;
        earlier++;
        if (outcome instanceof Failed<?> failed) {
            errors.add(failed.failure());
        }
    }

    void breakerChanged(String host, String to) {
        share.course.breaker(host, Breaker.State.valueOf(to));
        events.add(new JobEvent.BreakerChanged(clock().now(), host, to), false);
    }

    /** Whether the budget allows one more retry; counts it where it does. */
    synchronized boolean mayRetry() {
        boolean may = retries < 10 || retries < options.retry().budget() * requests;
        retries += may ? 1 : 0;
        return may;
    }

    /** Runs a function of the user so that what it prints belongs to where the job was started. */
    void carried(Runnable body) {
        carrier.apply(body).run();
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
    public String reason() {
        return "";
    }

    @Override
    public synchronized Progress progress() {
        long now = state.isFinal() ? ended : clock().nanos();
        while (!recent.isEmpty() && now - recent.peek() > RATE_WINDOW.toNanos()) {
            recent.poll();
        }
        Duration elapsed = elapsed();
        double window = Math.max(0.2, Math.min(elapsed.toMillis(), RATE_WINDOW.toMillis()) / 1e3);
        double rate = recent.size() / window;
        OptionalInt total = total();
        int open = Math.max(0, total.orElse(done) - done);
        Duration left = state.isFinal() || rate == 0 || open == 0
                ? Duration.ZERO
                : Duration.ofMillis((long) (open / rate * 1e3));
        return new Progress(state, done, errors.size(), total, rate, elapsed, left);
    }

    synchronized Duration elapsed() {
        return Duration.ofNanos((state.isFinal() || ended != 0 ? ended : clock().nanos()) - started);
    }

    @Override
    public synchronized List<Failure> errors() {
        return List.copyOf(errors);
    }

    @Override
    public synchronized List<Exchange> exchanges() {
        return exchanges.stream().sorted(Comparator.comparing(Exchange::start)).toList();
    }

    @Override
    public Summary summary() {
        return summary(state());
    }

    synchronized Summary summary(JobState as) {
        var kinds = new EnumMap<ErrorKind, Integer>(ErrorKind.class);
        errors.forEach(f -> kinds.merge(f.kind(), 1, Integer::sum));
        var times = exchanges.stream().map(Exchange::elapsed).sorted().toList();
        double seconds = Math.max(1e-3, elapsed().toNanos() / 1e9);
        return new Summary(
                as,
                done,
                done - errors.size(),
                errors.size(),
                elapsed(),
                (done - earlier) / seconds,
                percentile(times, 0.5),
                percentile(times, 0.95),
                kinds);
    }

    private static Duration percentile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
    }

    // Waiting and listening

    Results<?> rows() {
        return Results.of(List.of());
    }

    @Override
    public T await() {
        return Waiting.await(clock(), awaited(), name, null, this::rows, () -> "job " + id + " goes on");
    }

    @Override
    public T await(Duration limit) {
        return Waiting.await(clock(), awaited(), name, limit, this::rows, () -> "job " + id + " goes on");
    }

    /** The result; or why it will not come until somebody mends what keeps the job. */
    CompletableFuture<T> awaited() {
        return result;
    }

    /** For those who have the future and not the job: what keeps it ends it. */
    CompletableFuture<T> unattended() {
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
        return clock().handedOut(Futures.mirror(result, session.callbacks, this::cancel));
    }

    @Override
    public Job<T> onEvent(Act<? super JobEvent> listener) {
        events.subscribe(new Listener(e -> carried(() -> call(listener, e))));
        return this;
    }

    @Override
    public Job<T> onProgress(Act<? super Progress> listener) {
        var pending = new java.util.concurrent.atomic.AtomicBoolean();
        Runnable report = () -> {
            pending.set(false);
            carried(() -> call(listener, progress()));
        };
        events.subscribe(new Listener(e -> {
            if (pending.compareAndSet(false, true)) {
                boolean last = e instanceof JobEvent.StateChanged s && s.state().isFinal();
                clock().schedule(last ? Duration.ZERO : FRAME, () -> session.callbacks.execute(report));
            }
        }));
        return this;
    }

    @Override
    public Flow.Publisher<JobEvent> events() {
        return events;
    }

    static <A> void call(Act<? super A> listener, A argument) {
        try {
            listener.accept(argument);
        } catch (Exception e) {
            LoggerFactory.getLogger(JobBase.class).warn("a job's listener threw", e);
        }
    }

    /** Takes all there is. */
    static final class Listener implements Flow.Subscriber<JobEvent> {
        private final java.util.function.Consumer<JobEvent> act;

        Listener(java.util.function.Consumer<JobEvent> act) {
            this.act = act;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(JobEvent event) {
            act.accept(event);
        }

        @Override
        public void onError(Throwable error) {
            // The log never fails.
        }

        @Override
        public void onComplete() {
            // The last event said so already.
        }
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
