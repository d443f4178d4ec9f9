package outside;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A user's functions. */
public final class Users {
    private Users() {}

    public static void waitFor(CompletableFuture<Thread> there, CountDownLatch release) {
        there.complete(Thread.currentThread());
        try {
            if (!release.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void compute(CompletableFuture<Thread> there, AtomicBoolean stop) {
        there.complete(Thread.currentThread());
        while (!stop.get()) {
            Thread.onSpinWait();
        }
    }
}
