package io.trawl.kernel.guest;

import java.lang.StackWalker.StackFrame;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the owner of what a thread does. An explicit carrier wins, the outermost one where several are nested; else the
 * outermost frame on the stack whose class a cell defined. Never an inherited thread-local: pools outlive cells.
 */
public final class Owners {

    private static final ThreadLocal<@Nullable Owner> EXPLICIT = new ThreadLocal<>();
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Owners() {}

    /** The owner of what the calling thread does, null where no cell is in sight. */
    public static @Nullable Owner current() {
        Owner explicit = EXPLICIT.get();
        return explicit != null ? explicit : onStack();
    }

    /** Runs {@code task} in the name of {@code owner}, unless the thread already works in somebody's name. */
    public static void run(@Nullable Owner owner, Runnable task) {
        if (owner == null || EXPLICIT.get() != null) {
            task.run();
            return;
        }
        EXPLICIT.set(owner);
        try {
            task.run();
        } finally {
            EXPLICIT.remove();
        }
    }

    /** Makes the calling thread work for {@code owner} until told otherwise; for threads that belong to the kernel. */
    static void set(@Nullable Owner owner) {
        if (owner == null) {
            EXPLICIT.remove();
        } else {
            EXPLICIT.set(owner);
        }
    }

    static @Nullable Owner onStack() {
        return STACK.walk(frames -> frames.map(StackFrame::getDeclaringClass)
                .map(Owners::ownerOf)
                .reduce(null, (outer, owner) -> owner != null ? owner : outer));
    }

    private static @Nullable Owner ownerOf(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader instanceof CellLoader cell) {
            return cell.owner;
        }
        return loader instanceof SnippetLoader cells ? cells.ownerOf(type) : null;
    }

    /** A task that remembers who created it; like {@link #run} it yields to the name a thread already works in. */
    record Carried<T>(Owner owner, Object task) implements Runnable, Callable<T>, Supplier<T> {
        @Override
        public void run() {
            Owners.run(owner, (Runnable) task);
        }

        @Override
        @SuppressWarnings("unchecked")
        public T call() throws Exception {
            boolean mine = EXPLICIT.get() == null;
            if (mine) {
                EXPLICIT.set(owner);
            }
            try {
                return ((Callable<T>) task).call();
            } finally {
                if (mine) {
                    EXPLICIT.remove();
                }
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public T get() {
            boolean mine = EXPLICIT.get() == null;
            if (mine) {
                EXPLICIT.set(owner);
            }
            try {
                return ((Supplier<T>) task).get();
            } finally {
                if (mine) {
                    EXPLICIT.remove();
                }
            }
        }
    }
}
