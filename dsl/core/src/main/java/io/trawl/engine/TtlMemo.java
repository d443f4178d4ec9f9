package io.trawl.engine;

import io.trawl.Awaitable;
import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Fn;
import io.trawl.Memo;
import io.trawl.ScrapeException;
import io.trawl.View;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The values of a function by key, each for a while. Its lock guards the table and is not held while calling out. */
public final class TtlMemo<K, V> implements Memo<K, V> {
    private static final int MOST = 10_000;

    /** A value that is there, or that some wait for. */
    private final class Entry {
        final CompletableFuture<V> value = new CompletableFuture<>();
        private CompletableFuture<? extends V> work = value;
        private int waiting;
        private long doneAt;
        private Duration life = ttl;
    }

    private final Duration ttl;
    /** How long a failure is remembered; null for not at all. */
    private final @Nullable Duration failuresFor;

    private final Fn<? super K, ? extends Awaitable<? extends V>> function;
    private final Clock clock;
    private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Entry> eldest) {
            return size() > MOST;
        }
    };
    private long hits;
    private long misses;

    TtlMemo(Duration ttl, Fn<? super K, ? extends Awaitable<? extends V>> function, Clock clock) {
        this(Check.positive(ttl, "the time of memo"), null, function, clock);
    }

    private TtlMemo(
            Duration ttl,
            @Nullable Duration failuresFor,
            Fn<? super K, ? extends Awaitable<? extends V>> function,
            Clock clock) {
        this.ttl = ttl;
        this.failuresFor = failuresFor;
        this.function = function;
        this.clock = clock;
    }

    public static <K, V> Memo<K, V> of(Duration ttl, Fn<? super K, ? extends Awaitable<? extends V>> function) {
        return new TtlMemo<>(ttl, function, Clocks.here());
    }

    @Override
    public Memo<K, V> failures(Duration time) {
        return new TtlMemo<>(ttl, Check.positive(time, "the time of failures"), function, clock);
    }

    @Override
    public Awaitable<V> apply(K key) {
        return Deferred.started(clock, "a remembered value of " + key, () -> ask(key));
    }

    private CompletableFuture<V> ask(K key) {
        Entry entry;
        boolean fresh;
        synchronized (this) {
            Entry known = entries.get(key);
            fresh = known == null || isOld(known);
            entry = fresh ? new Entry() : known;
            entry.waiting++;
            if (fresh) {
                entries.put(key, entry);
                misses++;
            } else {
                hits++;
            }
        }
        if (fresh) {
            work(key, entry);
        }
        return copy(key, entry);
    }

    private boolean isOld(Entry entry) {
        return entry.value.isDone() && clock.since(entry.doneAt).compareTo(entry.life) > 0;
    }

    private void work(K key, Entry entry) {
        CompletableFuture<? extends V> work;
        try {
            work = Objects.requireNonNull(function.apply(key), "the function of memo gave null, not something to await")
                    .toFuture();
        } catch (Exception e) {
            ended(key, entry, null, e instanceof RuntimeException ? e : threw(e));
            return;
        }
        synchronized (this) {
            entry.work = work;
        }
        work.whenComplete((value, error) -> ended(key, entry, value, error));
    }

    private static ScrapeException threw(Exception e) {
        return new ScrapeException(Failure.of(ErrorKind.UNKNOWN, "", "the function threw " + e, ""), e);
    }

    private void ended(K key, Entry entry, @Nullable V value, @Nullable Throwable error) {
        synchronized (this) {
            entry.doneAt = clock.nanos();
            if (error != null && failuresFor != null) {
                entry.life = failuresFor;
            } else if (error != null) {
                entries.remove(key, entry);
            }
        }
        if (error == null) {
            entry.value.complete(value);
        } else {
            entry.value.completeExceptionally(Failures.unwrap(error));
        }
    }

    /** For one who waits: the work is cancelled when the last of them gives up. */
    private CompletableFuture<V> copy(K key, Entry entry) {
        var copy = new CompletableFuture<V>();
        copy.whenComplete((value, error) -> {
            CompletableFuture<?> unwanted;
            synchronized (this) {
                unwanted = --entry.waiting == 0 && !entry.value.isDone() ? entry.work : null;
                if (unwanted != null) {
                    entries.remove(key, entry);
                }
            }
            if (unwanted != null) {
                unwanted.cancel(true);
            }
        });
        entry.value.whenComplete((value, error) -> {
            if (error == null) {
                copy.complete(value);
            } else {
                copy.completeExceptionally(error);
            }
        });
        return copy;
    }

    @Override
    public synchronized long hits() {
        return hits;
    }

    @Override
    public synchronized long misses() {
        return misses;
    }

    @Override
    public synchronized int size() {
        entries.values().removeIf(this::isOld);
        return entries.size();
    }

    @Override
    public synchronized void clear() {
        entries.clear();
    }

    @Override
    public View view() {
        return View.Note.of("memo · " + View.seconds(ttl), toString());
    }

    @Override
    public String toString() {
        return size() + " values, " + hits() + " hits, " + misses() + " misses";
    }
}
