package io.trawl;

import io.trawl.engine.BoundedChannel;
import io.trawl.engine.ChildScope;
import io.trawl.engine.Comparison;
import io.trawl.engine.Deferred;
import io.trawl.engine.GatherPlan;
import io.trawl.engine.LocalSession;
import io.trawl.engine.Race;
import io.trawl.engine.Recorder;
import io.trawl.engine.SessionInUse;
import io.trawl.engine.TtlMemo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * The verbs. Each makes a plan on the session in use (one of its own until {@link #use} says otherwise); a plan keeps the
 * session of its verb. In a notebook they are imported: {@code scrape("https://example.com/").await()}.
 */
public final class Trawl {
    private Trawl() {}

    /** One page. */
    public static Scrape scrape(String url) {
        return current().scrape(url);
    }

    /** Given pages, in their order, duplicates and all. The list is copied. */
    public static Batch batch(Iterable<String> urls) {
        return current().batch(urls);
    }

    /** A page and what it links to. */
    public static Crawl crawl(String seed) {
        return current().crawl(seed);
    }

    /** The links of a site. */
    public static SiteMap map(String url) {
        return current().map(url);
    }

    /** The robots.txt of the site that a URL belongs to, to ask what it allows and why. */
    public static RobotsTxt robots(String url) {
        return current().robots(url);
    }

    /** The session in use. */
    public static Session session() {
        return current();
    }

    /** A new session; close it, or leave it to the end of the process. */
    public static Session session(Fn<Session.Options, Session.Options> options) {
        return LocalSession.open(options);
    }

    /** The verbs called from now on work on this session. */
    public static void use(Session session) {
        SessionInUse.choose(session);
    }

    private static Session current() {
        return SessionInUse.get();
    }

    /** The jobs of the session in use and of earlier runs, newest first. */
    public static Jobs jobs() {
        return current().jobs();
    }

    /** The plan of a checkpoint, on the session in use: {@link Session#resume(Path)}. */
    public static StreamPlan<Document> resume(Path checkpoint) {
        return current().resume(checkpoint);
    }

    /** The fetching part of an interrupted job, on the session in use: {@link Session#resume(String)}. */
    public static StreamPlan<Document> resume(String id) {
        return current().resume(id);
    }

    /** The pages under way in the session in use. */
    public static InFlight inFlight() {
        return current().inFlight();
    }

    /** A job of the session in use, or of an earlier run: {@link Session#job}. */
    public static Job<?> job(String id) {
        return current().job(id);
    }

    /** Both at once; each ends Ok or Failed, neither stops the other. */
    public static <A, B> Gather<Settled2<A, B>> gather(Awaitable<? extends A> a, Awaitable<? extends B> b) {
        return GatherPlan.of(List.of(a, b), o -> new Settled2<>(cast(o.get(0)), cast(o.get(1))));
    }

    /** Three at once. */
    public static <A, B, C> Gather<Settled3<A, B, C>> gather(
            Awaitable<? extends A> a, Awaitable<? extends B> b, Awaitable<? extends C> c) {
        return GatherPlan.of(List.of(a, b, c), o -> new Settled3<>(cast(o.get(0)), cast(o.get(1)), cast(o.get(2))));
    }

    /** Four at once. */
    public static <A, B, C, D> Gather<Settled4<A, B, C, D>> gather(
            Awaitable<? extends A> a, Awaitable<? extends B> b, Awaitable<? extends C> c, Awaitable<? extends D> d) {
        return GatherPlan.of(
                List.of(a, b, c, d),
                o -> new Settled4<>(cast(o.get(0)), cast(o.get(1)), cast(o.get(2)), cast(o.get(3))));
    }

    /** All of a list at once; the outcomes in its order. */
    public static <T> Gather<Results<T>> gather(Iterable<? extends Awaitable<? extends T>> all) {
        var list = new ArrayList<Awaitable<? extends T>>();
        all.forEach(list::add);
        return GatherPlan.of(list, outcomes -> {
            var typed = new ArrayList<Outcome<T>>();
            outcomes.forEach(o -> typed.add(cast(o)));
            return Results.of(typed);
        });
    }

    /** The outcome of an awaitable has the type that the awaitable had. */
    @SuppressWarnings("unchecked")
    private static <T> Outcome<T> cast(Outcome<?> outcome) {
        return (Outcome<T>) outcome;
    }

    /** All at once; the first that succeeds wins and the others are cancelled. Where none does, it fails with all reasons. */
    @SafeVarargs
    public static <T> Awaitable<T> firstOf(Awaitable<? extends T>... all) {
        var list = new ArrayList<Awaitable<? extends T>>();
        for (var one : all) {
            list.add(one);
        }
        return Race.of(Duration.ZERO, list);
    }

    /** As {@link #firstOf}, but the next starts only where the one before has no value after that long, or fails. */
    @SafeVarargs
    public static <T> Awaitable<T> hedge(Duration after, Awaitable<? extends T>... all) {
        var list = new ArrayList<Awaitable<? extends T>>();
        for (var one : all) {
            list.add(one);
        }
        return Race.of(after, list);
    }

    /** A bounded queue between those who bring values and those who take them. */
    public static <T> Channel<T> channel(int capacity) {
        return BoundedChannel.of(capacity);
    }

    /** A block that leaves nothing running behind: {@code try (var s = scope()) { … s.start(…) … }}. */
    public static Scope scope() {
        return new ChildScope();
    }

    /** The same as something to await: the code runs on a thread that may block, and cancelling it ends its children. */
    public static <T> Awaitable<T> scope(Fn<? super Scope, ? extends T> body) {
        return ChildScope.around(body);
    }

    /** A future of elsewhere, to gather or to fall back from. */
    public static <T> Awaitable<T> of(CompletionStage<? extends T> future) {
        return Deferred.of(future);
    }

    /** The door to a pool for work that blocks: files, JDBC, {@code Thread.sleep}. Cancelling interrupts it. */
    public static <T> Awaitable<T> blocking(Callable<? extends T> work) {
        return Deferred.blocking(work);
    }

    /** A pause that blocks nobody but who awaits it; interruptible. */
    public static Awaitable<Void> delay(Duration d) {
        return Deferred.delay(d);
    }

    /**
     * A function that remembers what it gave, each for that long: {@code memo(minutes(5), Trawl::scrape)}. Several who ask
     * for the same at once make it work once.
     */
    public static <K, V> Memo<K, V> memo(Duration ttl, Fn<? super K, ? extends Awaitable<? extends V>> function) {
        return TtlMemo.of(ttl, function);
    }

    /** Runs some code here and says how long it took and which requests were made meanwhile. */
    public static <T> Timed<T> timed(Callable<? extends T> work) throws Exception {
        return Recorder.timed(work);
    }

    /** The same for code without a value. */
    public static Timed<Void> timed(Body work) throws Exception {
        return Recorder.timed(work);
    }

    /** Timed runs as lanes, one row per slot, one bar per request. */
    public static View compare(Timed<?>... runs) {
        return Comparison.of(List.of(runs));
    }

    public static Duration millis(long n) {
        return Duration.ofMillis(n);
    }

    public static Duration seconds(long n) {
        return Duration.ofSeconds(n);
    }

    public static Duration minutes(long n) {
        return Duration.ofMinutes(n);
    }

    public static Duration hours(long n) {
        return Duration.ofHours(n);
    }
}
