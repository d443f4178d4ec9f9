package io.trawl.kernel.guest;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * What woven code calls. The one class of the kernel, besides its API, that a cell's class loader finds; not for use by
 * hand. Names and descriptors are fixed in {@link Weaver}.
 */
public final class Hooks {

    private Hooks() {}

    /** At method entry and before every jump back. */
    public static void check() {
        Stops.check();
    }

    /** In place of {@code System.exit}. */
    public static void exit(int status) {
        throw new ExitAttempted(status);
    }

    /** In place of {@code Runtime.exit} and {@code Runtime.halt}. */
    public static void exit(Runtime runtime, int status) {
        throw new ExitAttempted(status);
    }

    /** In place of {@link CompletableFuture#join}, which no interrupt reaches. */
    public static Object join(CompletableFuture<?> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    Stops.check();
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof CompletionException c ? c : new CompletionException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** After a lambda became a Runnable. */
    public static Runnable carry(Runnable task) {
        Owner owner = Owners.current();
        return owner == null ? task : new Owners.Carried<>(owner, task);
    }

    /** After a lambda became a Callable. */
    public static Callable<?> carry(Callable<?> task) {
        Owner owner = Owners.current();
        return owner == null ? task : new Owners.Carried<>(owner, task);
    }

    /** After a lambda became a Supplier. */
    public static Supplier<?> carry(Supplier<?> task) {
        Owner owner = Owners.current();
        return owner == null ? task : new Owners.Carried<>(owner, task);
    }
}
