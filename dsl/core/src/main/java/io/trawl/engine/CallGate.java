package io.trawl.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Lets so many calls be under way at once; the others wait in the order in which they came. */
final class CallGate {
    private final int most;
    private final Executor executor;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    /** @param executor where each call is made */
    CallGate(int most, Executor executor) {
        this.most = most;
        this.executor = executor;
    }

    /** @param call must not throw */
    <U> CompletableFuture<U> call(Supplier<CompletableFuture<U>> call) {
        var result = new CompletableFuture<U>();
        synchronized (this) {
            waiting.add(() -> {
                var running = call.get();
                Futures.follow(result, running);
                running.whenComplete((value, error) -> ended());
            });
        }
        next();
        return result;
    }

    private void ended() {
        synchronized (this) {
            underWay--;
        }
        next();
    }

    private void next() {
        Runnable call;
        synchronized (this) {
            call = underWay < most ? waiting.poll() : null;
            underWay += call == null ? 0 : 1;
        }
        if (call != null) {
            executor.execute(call);
        }
    }
}
