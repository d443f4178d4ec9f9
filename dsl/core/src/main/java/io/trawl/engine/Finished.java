package io.trawl.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The jobs of a session that have ended, newest first: the last ones with all they hold, so far as that is not too much;
 * of those before, the ones that somebody else holds too. Thread-safe; calls nobody but {@link JobBase#held}.
 */
final class Finished {
    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 100_000_000;

    private final Deque<JobBase<?>> kept = new ArrayDeque<>();
    private final Deque<WeakReference<JobBase<?>>> faded = new ArrayDeque<>();

    synchronized void add(JobBase<?> job) {
        kept.addFirst(job);
        long bytes = kept.stream().mapToLong(JobBase::held).sum();
        while (kept.size() > MOST || bytes > MOST_BYTES && kept.size() > 1) {
            JobBase<?> oldest = kept.removeLast();
            bytes -= oldest.held();
            faded.removeIf(one -> one.get() == null);
            faded.addFirst(new WeakReference<>(oldest));
            if (faded.size() > MOST) {
                faded.removeLast();
            }
        }
    }

    /** How many are kept with all they hold. */
    synchronized int kept() {
        return kept.size();
    }

    synchronized List<JobBase<?>> all() {
        var all = new ArrayList<>(kept);
        faded.stream()
                .<JobBase<?>>map(WeakReference::get)
                .filter(Objects::nonNull)
                .forEach(all::add);
        return all;
    }

    /** Forgets some of them; whether there were any. */
    synchronized boolean forget(Predicate<JobBase<?>> which) {
        boolean any = kept.removeIf(which);
        return faded.removeIf(one -> {
                    JobBase<?> job = one.get();
                    return job == null || which.test(job);
                })
                || any;
    }
}
