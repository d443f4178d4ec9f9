package io.trawl.engine;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Who owns what a job's user code prints: a notebook installs a source that captures the cell in which the job starts;
 * the engine wraps every listener and function of the job with what was captured.
 */
public final class Carrier {
    private static volatile Supplier<UnaryOperator<Runnable>> source = UnaryOperator::identity;

    private Carrier() {}

    public static void install(Supplier<UnaryOperator<Runnable>> capture) {
        source = capture;
    }

    static UnaryOperator<Runnable> capture() {
        return source.get();
    }
}
