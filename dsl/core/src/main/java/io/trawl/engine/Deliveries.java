package io.trawl.engine;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.ScrapeException;
import io.trawl.Sink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sinks of a job, and which pages they have confirmed in earlier runs. */
final class Deliveries {
    private final List<Sink<?>> sinks;
    private final History history;
    private final Executor executor;
    private final Consumer<Failure> failed;
    private final List<SinkRun> runs = new ArrayList<>();
    private final List<Set<Integer>> confirmed = new ArrayList<>();

    Deliveries(List<Sink<?>> sinks, History history, Executor executor, Consumer<Failure> failed) {
        this.sinks = sinks;
        this.history = history;
        this.executor = executor;
        this.failed = failed;
    }

    boolean isEmpty() {
        return sinks.isEmpty();
    }

    /**
     * Before anything is delivered; where a sink cannot be opened, those that are are closed by {@link #close}.
     *
     * @throws ScrapeException saying why a sink cannot be opened
     */
    synchronized void open() {
        var earlier = history.earlier();
        for (int i = 0; i < sinks.size(); i++) {
            var sink = sinks.get(i);
            try {
                Sink<Object> open =
                        open(sink, i, earlier == null ? null : earlier.reader().position(i));
                var run = new SinkRun(i, open, history, executor, failed);
                runs.add(run);
                boolean anew = earlier == null || open.startsOver();
                var recorded = anew ? Set.<Integer>of() : earlier.reader().delivered(i);
                var kept = pages(anew ? null : open.receipt());
                kept.removeAll(recorded);
                run.confirm(kept);
                kept.addAll(recorded);
                confirmed.add(kept);
            } catch (Exception e) {
                Failure f = SinkRun.failure(sink, e);
                throw new ScrapeException(
                        earlier == null
                                ? f
                                : Failure.of(ErrorKind.CHECKPOINT, "", f.message(), "the file as it was, or RESTART"),
                        e);
            }
        }
    }

    /** A sink gets only what its place in the plan gives it, which has its type. */
    @SuppressWarnings("unchecked")
    private Sink<Object> open(Sink<?> sink, int number, @Nullable String position) throws Exception {
        return (Sink<Object>) sink.open(history.id() + "/" + number, position);
    }

    /** The pages that a receipt names. */
    static Set<Integer> pages(@Nullable String receipt) {
        var pages = new HashSet<Integer>();
        if (receipt != null && !receipt.isEmpty()) {
            for (String page : receipt.split(",")) {
                pages.add(Integer.valueOf(page));
            }
        }
        return pages;
    }

    /** Offers again what sinks refused. */
    void retry() {
        all().forEach(SinkRun::retry);
    }

    /** Gives up what sinks refuse. */
    void giveUp() {
        all().forEach(SinkRun::giveUp);
    }

    private synchronized List<SinkRun> all() {
        return List.copyOf(runs);
    }

    /**
     * @param tapped what each sink gets of the page; empty where the page failed
     * @param done called once all have confirmed
     */
    void deliver(int page, List<List<Object>> tapped, Runnable done) {
        deliver(page, tapped, runs, done);
    }

    /** The same for a page of an earlier run: only to those that have not confirmed it. */
    void again(int page, List<List<Object>> tapped, Runnable done) {
        var missing = new ArrayList<SinkRun>();
        var rows = new ArrayList<List<Object>>();
        for (int i = 0; i < tapped.size(); i++) {
            if (!confirmed.get(i).contains(page)) {
                missing.add(runs.get(i));
                rows.add(tapped.get(i));
            }
        }
        deliver(page, rows, missing, done);
    }

    private static void deliver(int page, List<List<Object>> rows, List<SinkRun> to, Runnable done) {
        if (rows.isEmpty()) {
            done.run();
            return;
        }
        var left = new AtomicInteger(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            to.get(i).deliver(page, rows.get(i), () -> {
                if (left.decrementAndGet() == 0) {
                    done.run();
                }
            });
        }
    }

    /** @param then told when all are closed; with the reason where one could not be, and nobody mended it */
    void close(Consumer<@Nullable Failure> then) {
        List<SinkRun> all = all();
        if (all.isEmpty()) {
            then.accept(null);
            return;
        }
        var left = new AtomicInteger(all.size());
        var unclosed = new AtomicReference<@Nullable Failure>();
        for (SinkRun run : all) {
            run.close(why -> {
                unclosed.compareAndSet(null, why);
                if (left.decrementAndGet() == 0) {
                    then.accept(unclosed.get());
                }
            });
        }
    }
}
