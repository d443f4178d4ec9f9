package io.trawl.engine;

import io.trawl.Job;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Who owns a job: a notebook installs a source that captures the cell in which the job starts; the engine wraps every
 * listener and function of the job with what was captured, and tells of each job that starts, on the thread that starts
 * it.
 */
public final class Carrier {
    private static volatile Supplier<UnaryOperator<Runnable>> source = UnaryOperator::identity;
    private static volatile Consumer<Job<?>> listener = job -> {};

    private static volatile Function<StackTraceElement, Optional<String>> places = frame -> Optional.empty();

    private Carrier() {}

    /** Installs who knows where in the notebook a stack frame stands: {@code cell 3, line 4: Thread.sleep(200);}. */
    public static void places(Function<StackTraceElement, Optional<String>> known) {
        places = known;
    }

    static Optional<String> place(StackTraceElement frame) {
        return places.apply(frame);
    }

    public static void install(Supplier<UnaryOperator<Runnable>> capture, Consumer<Job<?>> started) {
        source = capture;
        listener = started;
    }

    /** Whoever owned jobs is gone. */
    public static void remove() {
        install(UnaryOperator::identity, job -> {});
        places(frame -> Optional.empty());
    }

    static void started(Job<?> job) {
        listener.accept(job);
    }

    static UnaryOperator<Runnable> capture() {
        return source.get();
    }
}
